import { createRegistry, type DescMessage, fromBinary } from '@bufbuild/protobuf';
import type { Any } from '@bufbuild/protobuf/wkt';
import { ConnectError } from '@connectrpc/connect';
import {
  BadRequestSchema,
  Code,
  ErrorInfoSchema,
  PreconditionFailureSchema,
  RequestInfoSchema,
  ResourceInfoSchema,
} from '@easement/contracts';
import { Refusal } from '@easement/domain';
import { messageTooLarge } from './limits.ts';
import { unreadable } from './message.ts';
import { RpcError } from './rpc-error.ts';

const known = createRegistry(
  BadRequestSchema,
  ErrorInfoSchema,
  PreconditionFailureSchema,
  RequestInfoSchema,
  ResourceInfoSchema,
);

/** The failure as Connect and gRPC-Web send it; details that we know are readable in JSON too. */
export function toConnectError(error: RpcError): ConnectError {
  const connectError = new ConnectError(error.message, error.code as number);
  connectError.details = error.details.map(toDetail);
  return connectError;
}

/**
 * What the library refused by itself, before any of our code ran, as a refusal with a reason: a body that is too large, is
 * no message of the type that is read, or has a field that the message does not.
 */
export function fromLibrary(
  { code, rawMessage }: ConnectError,
  messageBytes: number,
  type: DescMessage,
): Refusal | RpcError {
  if (code === Code.RESOURCE_EXHAUSTED) return messageTooLarge(messageBytes);
  // The library takes bytes that it cannot read for a fault of its own.
  if (code === Code.INTERNAL) return unreadable(type);
  if (code !== Code.INVALID_ARGUMENT) return new RpcError(code, rawMessage);
  const field = /(?:key "|field (?:[\w]+\.)*)(\w+)/.exec(rawMessage)?.[1] ?? '';
  return new Refusal('invalid_field', rawMessage, { field });
}

function toDetail(detail: Any): ConnectError['details'][number] {
  const type = detail.typeUrl.slice(detail.typeUrl.lastIndexOf('/') + 1);
  const desc = known.getMessage(type);
  if (!desc) return { type, value: detail.value };
  return { desc, value: fromBinary(desc, detail.value) };
}
