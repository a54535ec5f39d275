import { type DescMethod, fromBinary, type Message, toBinary, toJsonString } from '@bufbuild/protobuf';
import { ErrorInfoSchema, StatusSchema } from '@easement/contracts';
import { anyUnpack } from '@bufbuild/protobuf/wkt';
import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { type Answer, answered, legible } from './answer.ts';
import { isEndless, partsOf } from './parts.ts';

export type GrpcCaller = Disposable & {
  readonly ask: (token: string, method: DescMethod, request: Message) => Promise<Answer>;
};

/** Asks over gRPC, with nothing but the descriptors. */
export function grpcCaller(address: string): GrpcCaller {
  const client = new Client(address, credentials.createInsecure());
  return {
    ask: async (token, method, request) => {
      const metadata = new Metadata();
      metadata.set('authorization', `Bearer ${token}`);
      const answers: string[] = [];
      try {
        for await (const part of call(client, method, metadata, partsOf(method, request))) {
          answers.push(toJsonString(method.output, part));
          if (isEndless(method)) break;
        }
        return { outcome: answered, text: answers.join('\n') };
      } catch (error) {
        return refusalIn(error as ServiceError, answers);
      }
    },
    [Symbol.dispose]: () => client.close(),
  };
}

async function* call(client: Client, method: DescMethod, metadata: Metadata, parts: AsyncIterable<Message>) {
  const path = `/${method.parent.typeName}/${method.name}`;
  const write = (message: Message) => Buffer.from(toBinary(method.input, message));
  const read = (bytes: Buffer): Message => fromBinary(method.output, bytes);
  const duplex = client.makeBidiStreamRequest(path, write, read, metadata);
  for await (const part of parts) duplex.write(part);
  duplex.end();
  try {
    yield* duplex as AsyncIterable<Message>;
  } finally {
    duplex.on('error', () => undefined).cancel();
  }
}

function refusalIn({ code, details, metadata }: ServiceError, answers: readonly string[]): Answer {
  const bytes = metadata.get('grpc-status-details-bin').map((value) => Buffer.from(value));
  const any =
    bytes[0] && fromBinary(StatusSchema, bytes[0]).details.map((detail) => anyUnpack(detail, ErrorInfoSchema));
  const reason = any?.find((detail) => detail !== undefined)?.reason;
  const text = JSON.stringify({ code, details, status: bytes.map(legible) }, null, 1);
  return { outcome: reason ?? status[code], text: answers.join('\n') + text };
}
