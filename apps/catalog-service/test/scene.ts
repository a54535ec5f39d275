import { createHash } from 'node:crypto';
import type { MessageInitShape } from '@bufbuild/protobuf';
import {
  type Bucket,
  type CommitVersionRequest,
  type CommitVersionRequestSchema,
  type CreateAliasRequestSchema,
  OperationKind,
  Stage,
  type Table,
  type View,
} from '@easement/contracts';
import { type LinkId, newId, parseId } from '@easement/domain';
import type { FakeProject, Person } from '@easement/testing';
import type { Catalog, PersonClients } from './catalog.ts';

/** The people of the specs. `operations` owns what `analytics` links; a stranger has a role in another project alone. */
export type Scene = {
  readonly operations: FakeProject;
  readonly analytics: FakeProject;
  readonly elsewhere: FakeProject;
  readonly owner: Person;
  readonly writer: Person;
  readonly reader: Person;
  readonly linker: Person;
  readonly linkReader: Person;
  readonly member: Person;
  readonly support: Person;
  readonly stranger: Person;
};

export function aScene({ directory, organization }: Catalog): Scene {
  const operations = directory.addProject(organization, 'operations');
  const analytics = directory.addProject(organization, 'analytics');
  const elsewhere = directory.addProject(organization, 'elsewhere');
  const person = (roles: Parameters<typeof directory.addPerson>[1]) => directory.addPerson(organization, roles);
  return {
    operations,
    analytics,
    elsewhere,
    owner: person({ organization: 'owner' }),
    writer: person({ projects: [[operations, 'write']] }),
    reader: person({ projects: [[operations, 'read']] }),
    linker: person({ projects: [[analytics, 'write']] }),
    linkReader: person({ projects: [[analytics, 'read']] }),
    member: person({ organization: 'member' }),
    support: person({ organization: 'support' }),
    stranger: person({ projects: [[elsewhere, 'admin']] }),
  };
}

let made = 0;

/** A name that no other thing of the suite has. */
export function aName(prefix = 'thing'): string {
  made += 1;
  return `${prefix} ${made}`;
}

export async function aBucket(
  { buckets }: PersonClients,
  project: FakeProject,
  fields: { readonly name?: string; readonly stage?: Stage; readonly description?: string } = {},
): Promise<Bucket> {
  const { bucket } = await buckets.createBucket({
    projectId: project.id,
    name: aName('bucket'),
    stage: Stage.OUT,
    ...fields,
  });
  return bucket!;
}

export const twoColumns = [
  { name: 'id', type: 'INTEGER', nullable: false },
  { name: 'name', type: 'STRING', nullable: true },
];

export async function aTable(
  { tables }: PersonClients,
  bucket: Bucket,
  fields: { readonly name?: string } = {},
): Promise<Table> {
  const { table } = await tables.createTable({
    bucketId: bucket.id,
    name: aName('table'),
    columns: twoColumns,
    primaryKey: ['id'],
    ...fields,
  });
  return table!;
}

type Linking = {
  readonly who: Person;
  readonly writes?: boolean;
  readonly readsRows?: boolean;
  /** Where the link shows granted objects alone. */
  readonly granted?: Iterable<string>;
};

/** Lets `project` link the bucket as sharing-service does: a hold in the catalog, and a reach for each of these people. */
export async function aLink(
  catalog: Catalog,
  bucket: Bucket,
  project: FakeProject,
  people: readonly Linking[] = [],
): Promise<LinkId> {
  const link = newId('link');
  await catalog.inside().holds.placeHold({
    objectId: bucket.id,
    holderId: link,
    projectId: project.id,
    name: aName('link'),
    blocks: true,
  });
  for (const { who, ...rights } of people) {
    catalog.reaches.add({
      ...{ principal: who.principal, link, project: project.id, ...rights },
      bucket: parseId('bucket', bucket.id),
      sourceProject: parseId('project', bucket.projectId),
    });
  }
  return link;
}

/** A view of that meaning, unless `fields` say otherwise. */
export async function aView(
  catalog: Catalog,
  { views }: PersonClients,
  bucket: Pick<Bucket, 'id'>,
  { reads = [], columns = ['a'], name = aName('view') }: ViewFields = {},
): Promise<View> {
  const statement = catalog.definitions.statement({ reads: reads.map(toRead), columns });
  const { view } = await views.createView({ bucketId: bucket.id, name, statement });
  return view!;
}

type Readable = Pick<Table, 'id' | 'bucketId' | 'projectId' | 'name'>;
export type ViewFields = {
  readonly reads?: readonly Readable[];
  readonly columns?: readonly string[];
  readonly name?: string;
};

export function toRead({ id, bucketId, projectId, name }: Readable) {
  return { id, bucketId, projectId, name };
}

export async function aFunction({ functions }: PersonClients, bucket: Pick<Bucket, 'id'>, fields: object = {}) {
  const { function: made } = await functions.createFunction({
    ...{ bucketId: bucket.id, name: aName('function'), expression: 'x + 1' },
    ...{ parameters: [{ name: 'x', type: 'INTEGER' }], ...fields },
  });
  return made!;
}

export function aFile(table: Pick<Table, 'id' | 'columns'>, rowCount = 10) {
  const id = newId('file');
  return {
    id,
    path: `${table.id}/${id}.parquet`,
    rowCount: BigInt(rowCount),
    byteCount: BigInt(rowCount * 100),
    sha256: hashOf(id),
    columnIds: table.columns.map((column) => column.id),
  };
}

export type CommitInit = Exclude<MessageInitShape<typeof CommitVersionRequestSchema>, CommitVersionRequest>;

/** An append of one file to the table as it is, unless `fields` say otherwise. */
export function aCommit(who: Person, table: Table, fields: Partial<CommitInit> = {}): CommitInit {
  return {
    principalId: who.principal,
    tableId: table.id,
    expectedVersion: table.version,
    kind: OperationKind.APPEND,
    files: [aFile(table)],
    contentHash: hashOf(aName()),
    requestId: crypto.randomUUID(),
    ...fields,
  };
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The reason of the refusal that a call ends with; `done` if it does not. */
export async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'done';
  } catch (error) {
    return String(Reflect.get(Object(error), 'reason') ?? error);
  }
}

/** An alias with synchronized columns, unless `fields` say otherwise. */
export async function anAlias(
  { tables }: PersonClients,
  bucket: Bucket,
  source: Pick<Table, 'id'>,
  fields: MessageInitShape<typeof CreateAliasRequestSchema> = {},
): Promise<Table> {
  const { table } = await tables.createAlias({
    ...{ bucketId: bucket.id, sourceTableId: source.id, name: aName('alias'), autoSyncColumns: true },
    ...fields,
  });
  return table!;
}
