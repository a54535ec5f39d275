import { newId, type OrganizationId } from '@easement/domain';
import { backgroundCall, type Call, type Dial, dialLocal, issuersOf, serveLocal } from '@easement/rpc';
import {
  type FakeDirectory,
  fakeDirectory,
  type FakeLinks,
  fakeLinks,
  type FakeTables,
  fakeTables,
  type Person,
} from '@easement/testing';
import { pino } from 'pino';

/** The stand-ins of the other services in this very process, for specs of what asks them. */
export type LocalPeers = {
  readonly organization: OrganizationId;
  readonly directory: FakeDirectory;
  readonly tables: FakeTables;
  readonly links: FakeLinks;
  readonly dial: Dial;
  readonly callOf: (who: Person) => Call;
};

export function localPeers(): LocalPeers {
  const directory = fakeDirectory();
  const [tables, links] = [fakeTables(directory), fakeLinks(directory)];
  const routes = { identity: directory.routes, catalog: tables.routes, sharing: links.routes };
  const log = pino({ level: 'silent' });
  const servers = new Map(
    (['identity', 'catalog', 'sharing'] as const).map((service) => [
      service,
      serveLocal({ service, routes: routes[service], issuers: issuersOf[service], log }),
    ]),
  );
  const organization = newId('organization');
  return {
    organization,
    directory,
    tables,
    links,
    dial: dialLocal('query', servers),
    callOf: (actor) => ({
      ...backgroundCall({ service: 'query', organization, timeoutMs: 10_000, method: 'a spec' }),
      actor,
    }),
  };
}
