import { type DescMessage, fromJsonString, type JsonValue, type MessageShape, toJson } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { fromLibrary } from './connect-error.ts';
import { messageTooLarge } from './limits.ts';
import type { Pipeline } from './pipeline.ts';

/**
 * How messages read in JSON, over Connect and at plain doors: what the contract does not define is refused, and fields
 * are there when they are empty, so that a program need not know which may be absent.
 */
export const jsonOptions = { ignoreUnknownFields: false, alwaysEmitImplicit: true } as const;

/** Reads the one message of a plain HTTP body from JSON, or refuses it as Connect does, in the same words. */
export async function readPlainJson<Desc extends DescMessage>(
  { limits }: Pick<Pipeline, 'limits'>,
  desc: Desc,
  body: AsyncIterable<Uint8Array>,
): Promise<MessageShape<Desc>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > limits.messageBytes) throw messageTooLarge(limits.messageBytes);
    chunks.push(chunk);
  }
  try {
    return fromJsonString(desc, Buffer.concat(chunks).toString(), jsonOptions);
  } catch (error) {
    throw fromLibrary(ConnectError.from(error, Code.InvalidArgument), limits.messageBytes, desc);
  }
}

/** A message as Connect writes it in JSON. */
export function toPlainJson<Desc extends DescMessage>(desc: Desc, message: MessageShape<Desc>): JsonValue {
  return toJson(desc, message, jsonOptions);
}
