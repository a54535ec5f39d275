import type { JsonObject } from '@bufbuild/protobuf';
import { codeToHttpStatus, errorToJson } from '@connectrpc/connect/protocol-connect';
import { toConnectError } from './connect-error.ts';
import { jsonOptions } from './plain-json.ts';
import { toRpcError } from './refusals.ts';
import { newRequestId } from './request-id.ts';

/** A failure as plain HTTP tells it: the error body of Connect, under the same status. */
export type PlainError = { readonly status: number; readonly body: JsonObject };

/** Told of what is no refusal but broke: it is for the log, and the request id with it. */
export type Report = (fault: unknown, requestId: string) => void;

/** The same code, reason and details as on every other way. A fault is reported and told without its text. */
export function plainError(thrown: unknown, report: Report): PlainError {
  const requestId = newRequestId();
  const error = toConnectError(toRpcError(thrown, requestId, (fault) => report(fault, requestId)));
  return { status: codeToHttpStatus(error.code), body: errorToJson(error, jsonOptions) };
}
