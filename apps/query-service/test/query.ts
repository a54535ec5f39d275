import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessageInitShape } from '@bufbuild/protobuf';
import {
  type ExecuteRequestSchema,
  type ExecuteResponse,
  FileService,
  Format,
  type LoadHeaderSchema,
  LoadService,
  type LoadTableRequestSchema,
  type LoadTableResponse,
  QueryService,
} from '@easement/contracts';
import { newId, type OrganizationId, Refusal } from '@easement/domain';
import { type Dial, type Outgoing } from '@easement/rpc';
import {
  type Client,
  type FakeDirectory,
  fakeDirectory,
  type FakeLinks,
  fakeLinks,
  type FakeTables,
  fakeTables,
  type Operator,
  type PersonalPeer,
  type Person,
  startTestHouse,
} from '@easement/testing';
import { startService } from '../src/index.ts';
import type { Limits } from '../src/deps.ts';
import { smallWorkers, workerEntry } from './engine/engine-rig.ts';

/** query-service with its engine, among stand-ins for the others that the spec fills. */
export type QueryHouse = AsyncDisposable & {
  readonly organization: OrganizationId;
  readonly directory: FakeDirectory;
  readonly tables: FakeTables;
  readonly links: FakeLinks;
  readonly as: (who: Person) => Caller;
  /** What looks for the files of tables. */
  readonly filesAs: (who: Person | Operator) => Client<typeof FileService>;
  readonly dataFolder: string;
  readonly operationsPort: number;
  /** The data files that are on disk, as paths below the data folder. */
  readonly dataFiles: () => Promise<string[]>;
  /** What uploads and exports have left behind. */
  readonly leftovers: () => Promise<string[]>;
  /** How query-service itself calls its peers. */
  readonly dial: Dial;
};

type CallOptions = Parameters<PersonalPeer<typeof QueryService>['call']>[0];
type Header = MessageInitShape<typeof LoadHeaderSchema>;
type UploadPart = MessageInitShape<typeof LoadTableRequestSchema>;

/** What a person has of the service. */
export type Caller = Pick<Client<typeof QueryService>, 'preview' | 'cancelQuery'> & {
  /** The parts of an answer, as they come. */
  readonly open: (request: MessageInitShape<typeof ExecuteRequestSchema>, options?: CallOptions) => Parts;
  /** All rows of an answer, each value as text. */
  readonly rows: (projectId: string, statement: string, fields?: object) => Promise<(string | null)[][]>;
  readonly load: (header: Header, content: string | Uint8Array, options?: CallOptions) => Promise<LoadTableResponse>;
  readonly upload: (parts: AsyncIterable<UploadPart>, options?: CallOptions) => Promise<LoadTableResponse>;
  readonly export: (tableId: string, fields?: { projectId?: string; format?: Format }) => Promise<Buffer>;
  readonly exportChunks: (tableId: string) => AsyncIterator<Uint8Array>;
};

export type Parts = AsyncIterableIterator<ExecuteResponse>;

const mib = 1024 * 1024;
const workers = { ...smallWorkers, waiting: 64 };
export const roomyLimits: Limits = {
  resultRows: 100_000,
  statementsPerProject: 8,
  transfersPerProject: 64,
  uploadBytes: 64 * mib,
  expandedBytes: 256 * mib,
};

type Options = {
  readonly limits?: Partial<Limits>;
  /** Where the other services are, in place of the stand-ins. */
  readonly peers?: { readonly identity?: string; readonly catalog?: string; readonly sharing?: string };
  readonly statementWorkers?: number;
};

export async function startQuery({
  limits,
  peers: elsewhere,
  statementWorkers = 2,
}: Options = {}): Promise<QueryHouse> {
  await using own = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'easement-query-'));
  own.defer(() => rm(folder, { recursive: true, force: true }));
  const house = own.use(await startTestHouse());
  const directory = fakeDirectory();
  const [tables, links] = [fakeTables(directory), fakeLinks(directory)];
  const peers = {
    identity: await house.serve('identity', directory.routes),
    catalog: await house.serve('catalog', tables.routes),
    sharing: await house.serve('sharing', links.routes),
    ...elsewhere,
  };
  const hosting = { host: '127.0.0.1', port: 0, operationsPort: 0, keysFolder: house.keysFolder, logLevel: 'silent' };
  const dataFolder = join(folder, 'data');
  const service = own.use(
    await startService({
      hosting: { ...hosting, peers },
      dataFolder,
      spillFolder: join(folder, 'spill'),
      workerEntry,
      limits: { ...roomyLimits, ...limits },
      workers: { statements: { ...workers, size: statementWorkers }, loads: workers },
    }),
  );
  const to = { service: 'query', address: service.address } as const;
  const all = own.move();
  return {
    organization: newId('organization'),
    directory,
    tables,
    links,
    dataFolder,
    operationsPort: service.operationsPort,
    as: (who) =>
      callerOf(
        house.clientFor(who, to, QueryService),
        house.peerFor(who, to, QueryService),
        house.peerFor(who, to, LoadService),
      ),
    filesAs: (who) => house.clientFor(who, to, FileService),
    dataFiles: async () => (await filesBelow(dataFolder)).filter((path) => !path.startsWith('.')),
    leftovers: async () => (await filesBelow(dataFolder)).filter((path) => path.startsWith('.')),
    dial: house.dialAs('query', peers),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

function callerOf(
  { preview, cancelQuery }: Client<typeof QueryService>,
  queries: PersonalPeer<typeof QueryService>,
  loads: PersonalPeer<typeof LoadService>,
): Caller {
  const open: Caller['open'] = (request, options) =>
    queries.peer.execute(request, queries.call(options))[Symbol.asyncIterator]() as Parts;
  const upload: Caller['upload'] = (parts, options) => loads.peer.loadTable(parts, loads.call(options));
  const exported = (tableId: string, fields: object = {}, call: Outgoing = loads.call()) =>
    loads.peer.exportTable({ tableId, format: Format.CSV, ...fields }, call);
  return {
    preview,
    cancelQuery,
    open,
    upload,
    rows: async (projectId, statement, fields = {}) => {
      const rows: (string | null)[][] = [];
      for await (const { part } of open({ projectId, statement, ...fields })) {
        if (part.case === 'batch') rows.push(...rowsOf(part.value));
      }
      return rows;
    },
    load: (header, content, options) => upload(partsOf(header, content), options),
    export: async (tableId, fields) => {
      const chunks: Uint8Array[] = [];
      for await (const { chunk } of exported(tableId, fields)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    exportChunks: async function* (tableId) {
      for await (const { chunk } of exported(tableId)) yield chunk;
    },
  };
}

const chunkBytes = mib;

export async function* partsOf(header: Header, content: string | Uint8Array): AsyncGenerator<UploadPart> {
  yield { part: { case: 'header', value: { format: Format.CSV, ...header } } };
  const bytes = Buffer.from(content);
  for (let from = 0; from < bytes.length; from += chunkBytes) {
    yield { part: { case: 'chunk', value: bytes.subarray(from, from + chunkBytes) } };
  }
}

type Batch = Extract<ExecuteResponse['part'], { case: 'batch' }>['value'];

function rowsOf({ rowCount, columns }: Batch): (string | null)[][] {
  return Array.from({ length: rowCount }, (_, row) =>
    columns.map(({ validity, values }) => {
      const isNull = validity.length > 0 && ((validity[row >> 3] ?? 0) & (1 << (row & 7))) === 0;
      return isNull ? null : String(values.value?.values[row]);
    }),
  );
}

/** What a call is refused with; fails if it is answered, or fails otherwise. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('the call was answered, not refused');
}

/** Reads a stream to its end, for what it ends with. */
export async function drain(parts: AsyncIterable<unknown> | AsyncIterator<unknown>): Promise<void> {
  const each = Symbol.asyncIterator in parts ? parts[Symbol.asyncIterator]() : parts;
  while (!(await each.next()).done) continue;
}

async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
}
