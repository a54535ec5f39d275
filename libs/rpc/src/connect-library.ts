import { ConnectError } from '@connectrpc/connect';
import type { UniversalServerResponse } from '@connectrpc/connect/protocol';
import { endStreamFromJson, errorFromJsonBytes } from '@connectrpc/connect/protocol-connect';
import { findTrailerError } from '@connectrpc/connect/protocol-grpc';
import { trailerParse } from '@connectrpc/connect/protocol-grpc-web';

/** Flags and length, before each message of a stream. */
const envelopeBytes = 5;

/** Reads back the error of a response that the library made without asking us. */
export async function errorIn({ header, body }: UniversalServerResponse): Promise<ConnectError> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body ?? []) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const unreadable = new ConnectError('the request cannot be read');
  const type = header?.get('content-type') ?? '';
  if (type.startsWith('application/grpc-web')) {
    return findTrailerError(trailerParse(bytes.subarray(envelopeBytes))) ?? unreadable;
  }
  if (type.startsWith('application/connect'))
    return endStreamFromJson(bytes.subarray(envelopeBytes)).error ?? unreadable;
  return errorFromJsonBytes(bytes, undefined, unreadable);
}
