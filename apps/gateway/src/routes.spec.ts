import type { DescService } from '@bufbuild/protobuf';
import { LoadService, ProjectViewService } from '@easement/contracts';
import type { ServiceName } from '@easement/domain';
import { type Dial, hourMs } from '@easement/rpc';
import { everyService, internalServices, serverOf } from '../test/every-service.ts';
import { routes } from './routes.ts';

const dialled = new Map<string, ServiceName>();

/** Peers that answer nothing: these specs are about what is mounted. */
const dial = ((audience: ServiceName, desc: DescService) => {
  dialled.set(desc.typeName, audience);
  return Object.fromEntries(desc.methods.map(({ localName }) => [localName, () => undefined]));
}) as unknown as Dial;

const mounted = routes({ dial, recheck: async () => undefined });
const names = mounted.map(({ desc }) => desc.typeName).sort();

it('every service of the contract is mounted, unless it is internal', () => {
  const expected = everyService.filter((desc) => !internalServices.includes(desc)).map(({ typeName }) => typeName);
  expect(names).toEqual(expected.sort());
});

it('no internal service is mounted', () => {
  expect(internalServices.filter(({ typeName }) => names.includes(typeName))).toEqual([]);
});

it.each(mounted.map((route) => [route.desc.typeName, route] as const))('%s has a handler for each RPC', (_, route) => {
  const missing = route.desc.methods.filter(({ localName }) => typeof route.handlers[localName] !== 'function');
  expect(missing).toEqual([]);
  expect(route.callers).toBeUndefined();
});

it('each service is passed on to the part that its package names', () => {
  const passedOn = mounted.map(({ desc }) => desc).filter((desc) => desc !== ProjectViewService);
  for (const desc of passedOn)
    expect([desc.typeName, dialled.get(desc.typeName)]).toEqual([desc.typeName, serverOf(desc)]);
});

it('loads and exports alone may take an hour', () => {
  const long = mounted.flatMap(({ desc, rules }) =>
    Object.entries(rules).flatMap(([method, rule]) =>
      rule?.timeoutMs === hourMs ? [`${desc.typeName}/${method}`] : [],
    ),
  );
  expect(long).toEqual([`${LoadService.typeName}/loadTable`, `${LoadService.typeName}/exportTable`]);
});
