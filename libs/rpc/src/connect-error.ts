import { createRegistry, fromBinary } from '@bufbuild/protobuf';
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
 * no JSON, or has a field that the message does not.
 */
export function fromLibrary({ code, rawMessage }: ConnectError, messageBytes: number): Refusal | RpcError {
  if (code === Code.RESOURCE_EXHAUSTED) return messageTooLarge(messageBytes);
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
