import { type DescMethod, fromBinary, type Message, toBinary } from '@bufbuild/protobuf';
import type { Actor, OrganizationId, ServiceName } from '@easement/domain';
import { fingerprint } from './fingerprint.ts';
import type { Call } from './handler.ts';
import { makeMessage } from './message.ts';
import { checkRequestId, newRequestId } from './request-id.ts';
import type { Run } from './run.ts';

/** What a handler is told of the call. `request` is absent where requests stream in: its fingerprint is the handler's to make. */
export function callOf(run: Run, actor: Actor, request: Message | undefined): Call {
  const { desc, name } = run.method;
  const given = fieldOf(request, 'requestId');
  if (typeof given === 'string' && given !== '') run.requestId = checkRequestId(given, 'request_id');
  return {
    actor,
    method: name,
    requestId: run.requestId,
    validateOnly: fieldOf(request, 'validateOnly') === true,
    fingerprint: () => fingerprintOf(desc, request),
    encodeAnswer: (answer) => toBinary(desc.output, makeMessage(desc.output, answer)),
    decodeAnswer: (bytes) => fromBinary(desc.output, bytes),
    signal: run.controller.signal,
    deadline: run.deadline,
    lane: run.lane,
  };
}

/**
 * The call of work that nobody asked for right now, such as a sweeper's: the service acts as itself in one organization,
 * until `timeoutMs` have passed or `signal` aborts. Repeats of what it asks others need a request id of their own kind.
 */
export function backgroundCall(work: {
  readonly service: ServiceName;
  readonly organization: OrganizationId | undefined;
  readonly timeoutMs: number;
  /** What the work is, as logs and keys of repeats name it. */
  readonly method: string;
  readonly requestId?: string;
  readonly signal?: AbortSignal;
}): Call {
  const timeout = AbortSignal.timeout(work.timeoutMs);
  return {
    actor: { kind: 'service', service: work.service, organization: work.organization },
    method: work.method,
    requestId: work.requestId ?? newRequestId(),
    validateOnly: false,
    fingerprint: () => noRequest(work.method),
    encodeAnswer: () => noRequest(work.method),
    decodeAnswer: () => noRequest(work.method),
    signal: work.signal ? AbortSignal.any([timeout, work.signal]) : timeout,
    deadline: Date.now() + work.timeoutMs,
    lane: { inTransaction: false },
  };
}

function fingerprintOf(desc: DescMethod, request: Message | undefined): string {
  return request ? fingerprint(desc.input, request) : noRequest(desc.name);
}

function noRequest(method: string): never {
  throw new Error(
    `${method} has no single request or answer to record; keep the record where the request is one message`,
  );
}

function fieldOf(message: Message | undefined, name: string): unknown {
  return message === undefined ? undefined : Reflect.get(message, name);
}
