import { Format } from '@easement/contracts';
import type { FakeBucket, FakeLink, FakeProject, Person } from '@easement/testing';
import type { QueryHouse } from './query.ts';

/** The people and places of the specs: `analytics` links the bucket `flights` of `operations` as `Ops Ünits`. */
export type Scene = {
  readonly operations: FakeProject;
  readonly analytics: FakeProject;
  readonly flights: FakeBucket;
  readonly link: FakeLink;
  /** Writes in operations. */
  readonly owner: Person;
  /** Reads, and writes, in analytics. */
  readonly reader: Person;
  readonly writer: Person;
  /** In the organization without any project. */
  readonly member: Person;
  readonly support: Person;
  /** In another project alone. */
  readonly stranger: Person;
};

type Peers = Pick<QueryHouse, 'organization' | 'directory' | 'tables' | 'links'>;

export const airports = 'iata,city,state\nATL,Atlanta,GA\nORD,Chicago,IL\nLAX,Los Angeles,CA\n';

export function setScene({ directory, tables, links, organization }: Peers): Scene {
  const operations = directory.addProject(organization, 'operations');
  const analytics = directory.addProject(organization, 'analytics');
  const elsewhere = directory.addProject(organization, 'elsewhere');
  const person = (roles: Parameters<typeof directory.addPerson>[1]) => directory.addPerson(organization, roles);
  const flights = tables.addBucket(operations, 'flights');
  return {
    ...{ operations, analytics, flights, link: links.add(analytics, 'Ops Ünits', flights) },
    owner: person({ projects: [[operations, 'write']] }),
    reader: person({ projects: [[analytics, 'read']] }),
    writer: person({ projects: [[analytics, 'write']] }),
    member: person({ organization: 'member' }),
    support: person({ organization: 'support' }),
    stranger: person({ projects: [[elsewhere, 'admin']] }),
  };
}

let made = 0;

/** A name that no other table of the suite has. */
export function aName(prefix = 'table'): string {
  made += 1;
  return `${prefix}_${made}`;
}

/** A new table of `flights` with these rows. */
export async function aTable(
  house: QueryHouse,
  { owner, flights }: Scene,
  content = airports,
  primaryKey: string[] = [],
): Promise<{ readonly id: string; readonly name: string }> {
  const name = aName();
  const header = { bucketId: flights.id, name, create: true, format: Format.CSV, primaryKey };
  const { table } = await house.as(owner).load(header, content);
  return { id: table?.id ?? '', name };
}
