import {
  create,
  type DescMessage,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import {
  type ColumnVector,
  type ExecuteResponse,
  Format,
  LoadService,
  LoadTableRequestSchema,
  type LoadTableResponse,
  PrincipalService,
  QueryService,
  TableService,
} from '@easement/contracts';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { type Answers, insert, question, smallFile, type Way } from './way.ts';

/** Plain grpc-js, with nothing but the descriptors. */
export const askByGrpcJs: Way = async ({ product, writer, analytics, linkId, ownBucketId }): Promise<Answers> => {
  const client = new Client(product.grpcAddress, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${writer.token}`);
  const run = async (statement: string) => {
    const { path, write, read, message } = wire(QueryService.method.execute, { projectId: analytics, statement });
    const stream: AsyncIterable<ExecuteResponse> = client.makeServerStreamRequest(path, write, read, message, metadata);
    const rows: (string | number | null)[][] = [];
    for await (const { part } of stream) if (part.case === 'batch') rows.push(...toRows(part.value.columns));
    return rows;
  };
  try {
    const caller = await unary(client, metadata, PrincipalService.method.getCaller, {});
    const parent = { case: 'linkId', value: linkId } as const;
    const { tables } = await unary(client, metadata, TableService.method.listTables, { parent });
    const rows = await run(question);
    const refusal = await run(insert).then(
      () => '',
      (error: unknown) => (error as ServiceError).details,
    );
    const loaded = await load(client, metadata, ownBucketId);
    const names = tables.map(({ name }) => name);
    return { email: caller.principal?.email ?? '', tables: names, rows, refusal, loaded };
  } finally {
    client.close();
  }
};

function wire<I extends DescMessage, O extends DescMessage>(method: Method<I, O>, request: MessageInitShape<I>) {
  return {
    path: `/${method.parent.typeName}/${method.name}`,
    write: (message: MessageShape<I>) => Buffer.from(toBinary(method.input, message)),
    read: (bytes: Buffer) => fromBinary(method.output, bytes),
    message: create(method.input, request),
  };
}

type Method<I extends DescMessage, O extends DescMessage> = {
  readonly name: string;
  readonly parent: { readonly typeName: string };
  readonly input: I;
  readonly output: O;
};

function unary<I extends DescMessage, O extends DescMessage>(
  client: Client,
  metadata: Metadata,
  method: Method<I, O>,
  request: MessageInitShape<I>,
): Promise<MessageShape<O>> {
  const { path, write, read, message } = wire(method, request);
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, write, read, message, metadata, (error, answer) => {
      if (answer) resolve(answer);
      else reject(error ?? new Error('neither an answer nor an error'));
    });
  });
}

function load(client: Client, metadata: Metadata, bucketId: string): Promise<number> {
  const { path, write, read } = wire(LoadService.method.loadTable, {});
  return new Promise((resolve, reject) => {
    const done = (error: ServiceError | null, answer?: LoadTableResponse): void => {
      if (answer) resolve(Number(answer.rowCount));
      else reject(error ?? new Error('neither an answer nor an error'));
    };
    const upload = client.makeClientStreamRequest(path, write, read, metadata, done);
    const send = (request: MessageInitShape<typeof LoadTableRequestSchema>): void =>
      void upload.write(create(LoadTableRequestSchema, request));
    const header = { bucketId, name: 'from_grpc_js', create: true, format: Format.CSV };
    send({ part: { case: 'header', value: header } });
    for (const text of smallFile) send({ part: { case: 'chunk', value: new TextEncoder().encode(text) } });
    upload.end();
  });
}

function toRows(columns: readonly ColumnVector[]): (string | number | null)[][] {
  const length = columns[0]?.values.value?.values.length ?? 0;
  return Array.from({ length }, (_, row) => columns.map((column) => cell(column, row)));
}

function cell({ validity, values }: ColumnVector, row: number): string | number | null {
  if (validity.length > 0 && (((validity[row >> 3] ?? 0) >> (row & 7)) & 1) === 0) return null;
  const value = values.value?.values[row];
  return typeof value === 'number' ? value : String(value);
}
