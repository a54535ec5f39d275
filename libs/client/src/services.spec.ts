import type { DescFile, DescService } from '@bufbuild/protobuf';
import * as contracts from '@easement/contracts';
import { services } from './services.ts';

const internal = new Set([
  'easement.identity.v1.DirectoryService',
  'easement.feed.v1.FeedService',
  'easement.identity.v1.RecoveryService',
  'easement.catalog.v1.ClosingService',
  'easement.catalog.v1.HoldService',
  'easement.catalog.v1.InventoryService',
  'easement.catalog.v1.ObjectService',
  'easement.catalog.v1.VersionService',
  'easement.sharing.v1.ClosingService',
  'easement.sharing.v1.ReachService',
  'easement.query.v1.DefinitionService',
]);

function isService(value: unknown): value is DescService {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'service';
}

it('the client has every service of the contract but the internal ones', () => {
  const all = Object.values<unknown>(contracts).filter(isService);
  const expected = all.map(({ typeName }) => typeName).filter((name) => !internal.has(name));
  const offered = Object.values(services).map(({ typeName }: { typeName: string; file: DescFile }) => typeName);
  expect(offered.toSorted()).toEqual(expected.toSorted());
});
