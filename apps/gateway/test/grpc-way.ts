import { create, type DescMessage, fromBinary, type MessageShape, toBinary } from '@bufbuild/protobuf';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { headersOf, type Options, type Way } from './ways.ts';

/** A client of plain grpc-js, made from nothing but the descriptors. */
export function grpcWay(address: string): Way {
  const client = new Client(address, credentials.createInsecure());
  return {
    name: 'gRPC',
    call: (method, request, options) =>
      new Promise((resolve, reject) => {
        const { path, write, read } = wire(method);
        const message = create(method.input, request);
        const done = (error: ServiceError | null, answer?: MessageShape<typeof method.output>): void => {
          if (answer) resolve(answer);
          else reject(error ?? new Error('neither an answer nor an error'));
        };
        const call = client.makeUnaryRequest(path, write, read, message, ...callOptions(options), done);
        options.signal?.addEventListener('abort', () => call.cancel());
      }),
    stream: async function* (method, request, options) {
      const { path, write, read } = wire(method);
      const message = create(method.input, request);
      const call = client.makeServerStreamRequest(path, write, read, message, ...callOptions(options));
      options.signal?.addEventListener('abort', () => call.cancel());
      try {
        yield* call as AsyncIterable<MessageShape<typeof method.output>>;
      } finally {
        call.cancel();
      }
    },
    [Symbol.dispose]: () => client.close(),
  };
}

function wire<I extends DescMessage, O extends DescMessage>(method: {
  readonly name: string;
  readonly parent: { readonly typeName: string };
  readonly input: I;
  readonly output: O;
}) {
  return {
    path: `/${method.parent.typeName}/${method.name}`,
    write: (message: MessageShape<I>) => Buffer.from(toBinary(method.input, message)),
    read: (bytes: Buffer) => fromBinary(method.output, bytes),
  };
}

function callOptions(options: Options): [Metadata, { deadline?: Date }] {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headersOf(options))) metadata.set(name, value);
  const { timeoutMs } = options;
  return [metadata, timeoutMs === undefined ? {} : { deadline: new Date(Date.now() + timeoutMs) }];
}
