import type { MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import {
  type Column,
  type CommitVersionRequest,
  type CommitVersionResponse,
  type CommitVersionResponseSchema,
  InventoryService,
  ObjectService,
  OperationKind,
  type TableVersionSchema,
  type VersionQuery,
  VersionService,
} from '@easement/contracts';
import {
  assertProjectRole,
  type BucketId,
  nameKey,
  newId,
  notFound,
  parseId,
  parsePrincipalId,
  Refusal,
  type TableId,
} from '@easement/domain';
import { type Call, internal, organizationOf, type Routes } from '@easement/rpc';
import type { FakeBucket } from './fake-catalog.ts';
import type { FakeDirectory, FakeProject } from './fake-directory.ts';
import { type StepsAround, type Stepping, stepsAround } from './stepping.ts';

type DataFile = MessageShape<typeof TableVersionSchema>['files'][number];

/** A table as the fake keeps it; a spec may change its columns as DDL would. */
export type FakeTable = {
  readonly id: TableId;
  readonly bucket: FakeBucket;
  readonly name: string;
  columns: readonly (Pick<Column, 'id' | 'name' | 'type' | 'nullable'> & { readonly inPrimaryKey: boolean })[];
  files: readonly DataFile[];
  version: bigint;
};

/** The RPCs that a spec may step into. */
export type TablesMethod = 'commitVersion' | 'recallCommit' | 'getVersions' | 'listFiles' | 'lookUpObjects';

/** What stands in for catalog-service towards query-service: versions of tables, committed by compare-and-set, once. */
export type FakeTables = Stepping<TablesMethod> & {
  readonly routes: Routes;
  readonly addBucket: (project: FakeProject, name: string) => FakeBucket;
  /** A table without columns or rows; one with rows is made by loading it. */
  readonly addTable: (bucket: FakeBucket, name: string) => FakeTable;
  /** The table of that name; fails where there is none. */
  readonly table: (bucket: FakeBucket, name: string) => FakeTable;
  readonly drop: (table: FakeTable) => void;
  /** Takes the bucket away with what is in it. */
  readonly dropBucket: (bucket: FakeBucket) => void;
  /** Every file that some version lists, or listed lately. */
  readonly listed: ReadonlySet<string>;
};

type Books = StepsAround<TablesMethod> & {
  readonly directory: FakeDirectory;
  readonly buckets: Map<string, FakeBucket>;
  readonly tables: Map<string, FakeTable>;
  readonly listed: Set<string>;
  readonly commits: Map<string, { readonly contentHash: string; readonly answer: Answer }>;
};

export function fakeTables(directory: FakeDirectory): FakeTables {
  const steps = stepsAround<TablesMethod>();
  const books: Books = {
    ...steps,
    directory,
    buckets: new Map(),
    tables: new Map(),
    listed: new Set(),
    commits: new Map(),
  };
  return {
    ...steps,
    routes: [versionRoutes(books), objectRoutes(books), inventoryRoutes(books)],
    addBucket: (project, name) => {
      const bucket = { id: newId('bucket'), name, project };
      books.buckets.set(bucket.id, bucket);
      return bucket;
    },
    addTable: (bucket, name) => {
      const table: FakeTable = { id: newId('table'), bucket, name, columns: [], files: [], version: 0n };
      books.tables.set(table.id, table);
      return table;
    },
    table: (bucket, name) => {
      const table = findNamed(books, bucket.id, name);
      if (!table) throw new Error(`the fake catalog has no table ${name}`);
      return table;
    },
    drop: (table) => void books.tables.delete(table.id),
    dropBucket: (bucket) => {
      books.buckets.delete(bucket.id);
      for (const { id, bucket: held } of books.tables.values()) if (held.id === bucket.id) books.tables.delete(id);
    },
    listed: books.listed,
  };
}

function versionRoutes(books: Books): Routes[number] {
  return internal(
    VersionService,
    {
      commitVersion: books.around('commitVersion', (request, call) => commit(books, request, call)),
      recallCommit: books.around('recallCommit', ({ requestId }, call) => {
        const record = books.commits.get(keyOf(call, requestId));
        return record ? { commit: record.answer, contentHash: record.contentHash } : {};
      }),
      getVersions: books.around('getVersions', ({ queries }, call) => ({
        answers: queries.map((query) => answer(books, query, call)),
      })),
      listFiles: books.around('listFiles', ({ fileIds }) => ({
        listedFileIds: fileIds.filter((id) => books.listed.has(id)),
      })),
    },
    ['query'],
  );
}

function objectRoutes(books: Books): Routes[number] {
  return internal(
    ObjectService,
    {
      lookUpObjects: books.around('lookUpObjects', ({ objectIds }, call) => ({
        buckets: objectIds.flatMap((id) => {
          const bucket = findBucket(books, id, call);
          return bucket ? [{ id, name: bucket.name, projectId: bucket.project.id }] : [];
        }),
        tables: [],
      })),
      lookUpNames: async () => ({}),
      listObjects: async () => ({}),
    },
    ['query'],
  );
}

/** All current files on one page. */
function inventoryRoutes(books: Books): Routes[number] {
  return internal(
    InventoryService,
    {
      lookUpHolds: async () => ({}),
      listKnownProjects: async () => ({}),
      listCurrentFiles: async (_, call) => {
        const organization = organizationOf(call);
        const own = [...books.tables.values()].filter(({ bucket }) => bucket.project.organization === organization);
        const files = own.flatMap((table) =>
          table.files.map(({ id, path, byteCount }) => ({ fileId: id, tableId: table.id, path, byteCount })),
        );
        return { files };
      },
    },
    ['query'],
  );
}

type Answer = Exclude<MessageInitShape<typeof CommitVersionResponseSchema>, CommitVersionResponse>;

/** A repeat is answered before anything is asked; the right is checked once more; a stale version loses. */
function commit(books: Books, request: CommitVersionRequest, call: Call): Answer {
  const key = keyOf(call, request.requestId);
  const before = request.validateOnly ? undefined : books.commits.get(key);
  if (before && before.contentHash !== request.contentHash) {
    throw new Refusal('request_id_reused', `${request.requestId} was used before`, { request_id: request.requestId });
  }
  if (before) return before.answer;
  const there = books.tables.get(request.tableId);
  const bucket = findBucket(books, request.newTable?.bucketId ?? there?.bucket.id ?? '', call);
  if (!bucket) throw notFound('table', request.tableId);
  const writer = books.directory.standingOf(call, parsePrincipalId(request.principalId), bucket.project.id);
  assertProjectRole(writer, 'write', 'changing the table');
  const after = nextVersion(books, request, bucket, there);
  const answered = answerOf(after, request);
  if (request.validateOnly) return { ...answered, impact: { projectIds: [], links: [], hiddenCount: 0 } };
  books.tables.set(after.id, after);
  for (const { id } of after.files) books.listed.add(id);
  books.commits.set(key, { contentHash: request.contentHash, answer: answered });
  return answered;
}

function nextVersion(
  books: Books,
  { kind, newTable, files, tableId: id, expectedVersion }: CommitVersionRequest,
  bucket: FakeBucket,
  there: FakeTable | undefined,
): FakeTable {
  if (kind === OperationKind.CREATE && newTable) {
    const taken = findNamed(books, bucket.id, newTable.name);
    if (taken) throw new Refusal('name_taken', `${newTable.name} is taken`, { name: newTable.name, owner: taken.id });
    const columns = newTable.columns.map(({ id: column, name, type, nullable }) => {
      return { id: column, name, type, nullable, inPrimaryKey: newTable.primaryKey.includes(name) };
    });
    return { id: parseId('table', id), bucket, name: newTable.name, columns, files, version: 1n };
  }
  if (!there) throw notFound('table', id);
  if (there.version !== expectedVersion) throw new Refusal('lost_race', `${id} is at ${there.version}`, { id });
  const kept = kind === OperationKind.APPEND ? there.files : [];
  return { ...there, files: [...kept, ...files], version: there.version + 1n };
}

function answerOf(table: FakeTable, { files }: CommitVersionRequest): Answer {
  const { id, name, bucket, version } = table;
  return {
    table: { id, name, bucketId: bucket.id, projectId: bucket.project.id, version, ...extent(table) },
    fileIds: files.map(({ id }) => id),
    rowCount: files.reduce((sum, { rowCount }) => sum + rowCount, 0n),
  };
}

function answer(books: Books, { way, withoutFiles }: VersionQuery, call: Call) {
  const table = tableOf(books, way, call);
  const bucketFound = table !== undefined || bucketOf(books, way, call) !== undefined;
  if (!table) return { bucketFound };
  const { id: tableId, bucket, name: tableName, version, columns, files } = table;
  const place = { tableId, tableName, bucketId: bucket.id, bucketName: bucket.name, projectId: bucket.project.id };
  const rows = { ...extent(table), files: withoutFiles ? [] : [...files] };
  return { bucketFound, version: { ...place, version, columns: [...columns], ...rows } };
}

function tableOf(books: Books, way: VersionQuery['way'], call: Call): FakeTable | undefined {
  if (way.case === 'tableId' || way.case === 'objectId') {
    const table = books.tables.get(way.value);
    return table && findBucket(books, table.bucket.id, call) && table;
  }
  const bucket = bucketOf(books, way, call);
  return bucket && findNamed(books, bucket.id, way.value?.tableName ?? '');
}

function bucketOf(books: Books, way: VersionQuery['way'], call: Call): FakeBucket | undefined {
  if (way.case === 'linked') return findBucket(books, way.value.bucketId, call);
  if (way.case !== 'own') return undefined;
  const { projectId, bucketName } = way.value;
  const mine = ({ project, name }: FakeBucket) => project.id === projectId && nameKey(name) === nameKey(bucketName);
  return [...books.buckets.values()].find((bucket) => mine(bucket) && findBucket(books, bucket.id, call));
}

function findBucket({ buckets }: Books, id: string, call: Call): FakeBucket | undefined {
  const bucket = buckets.get(id);
  return bucket?.project.organization === organizationOf(call) ? bucket : undefined;
}

function findNamed({ tables }: Books, bucket: BucketId, name: string): FakeTable | undefined {
  return [...tables.values()].find((table) => table.bucket.id === bucket && nameKey(table.name) === nameKey(name));
}

function extent({ files }: FakeTable) {
  return {
    rowCount: files.reduce((sum, { rowCount }) => sum + rowCount, 0n),
    byteCount: files.reduce((sum, { byteCount }) => sum + byteCount, 0n),
  };
}

function keyOf(call: Call, requestId: string): string {
  return JSON.stringify([organizationOf(call), requestId]);
}
