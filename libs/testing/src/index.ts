export { type Client, clientOf } from './client.ts';
export { type CatalogMethod, type FakeBucket, type FakeCatalog, fakeCatalog, type FakeHold } from './fake-catalog.ts';
export { type FakeDirectory, fakeDirectory, type FakeProject } from './fake-directory.ts';
export { type FakeLink, type FakeLinks, fakeLinks, type LinksMethod } from './fake-links.ts';
export { type FakeReach, type FakeReaches, fakeReaches } from './fake-reach.ts';
export { type FakeTable, type FakeTables, fakeTables, type TablesMethod } from './fake-tables.ts';
export { refusalOf } from './refusal-of.ts';
export {
  type Operator,
  type PersonalPeer,
  type Person,
  startTestHouse,
  type Target,
  type TestHouse,
} from './test-house.ts';
export { badToken, type FakeGateway, fakeService, refusal, startFakeGateway } from './fake-gateway.ts';
