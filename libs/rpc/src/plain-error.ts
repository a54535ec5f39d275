import type { JsonValue } from '@bufbuild/protobuf';
import { codeToHttpStatus, errorToJson } from '@connectrpc/connect/protocol-connect';
import { toConnectError } from './connect-error.ts';
import { toRpcError } from './refusals.ts';

/** A failure as plain HTTP tells it: the error body of Connect, under the same status. */
export type PlainError = { readonly status: number; readonly body: JsonValue };

/** The same code, reason and details as on every other way. A fault is reported and told without its text. */
export function plainError(thrown: unknown, requestId: string, report: (fault: unknown) => void): PlainError {
  const error = toConnectError(toRpcError(thrown, requestId, report));
  return { status: codeToHttpStatus(error.code), body: errorToJson(error, undefined) };
}
