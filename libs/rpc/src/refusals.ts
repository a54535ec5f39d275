import { create } from '@bufbuild/protobuf';
import { type Any, anyPack } from '@bufbuild/protobuf/wkt';
import {
  BadRequestSchema,
  Code,
  ErrorInfoSchema,
  PreconditionFailureSchema,
  RequestInfoSchema,
  ResourceInfoSchema,
} from '@easement/contracts';
import { type Facts, Refusal } from '@easement/domain';
import { codes } from './codes.ts';
import { RpcError } from './rpc-error.ts';

/** Trailers longer than a few KiB are dropped by clients and proxies, and the refusal with them. */
const longestText = 1_024;
const longestFacts = 4_096;

/** What a refusal looked like on the wire: kept for one that came from a peer, or that names several fields. */
const wireForms = new WeakMap<Refusal, RpcError>();

/**
 * What every mount sends for what a handler threw: a refusal with its reason, or `internal` with the request id and
 * nothing else, and a report. An RpcError (a deadline, a caller that left) passes as it is.
 */
export function toRpcError(thrown: unknown, requestId: string, report: (fault: unknown) => void): RpcError {
  if (thrown instanceof RpcError) return thrown;
  if (thrown instanceof Refusal) return wireForms.get(thrown) ?? refused(thrown);
  report(thrown);
  const told = anyPack(RequestInfoSchema, create(RequestInfoSchema, { requestId }));
  return new RpcError(Code.INTERNAL, `internal error; the log has the rest under request id ${requestId}`, [told]);
}

/** Makes `refusal`, where it is thrown on, leave exactly as `wire` says. */
export function keepWireForm(refusal: Refusal, wire: RpcError): Refusal {
  wireForms.set(refusal, wire);
  return refusal;
}

function refused({ reason, message, facts }: Refusal): RpcError {
  const info = { domain: 'easement', reason: reason.toUpperCase(), metadata: bounded(facts) };
  const details = [anyPack(ErrorInfoSchema, create(ErrorInfoSchema, info)), ...standardDetails(reason, message, facts)];
  return new RpcError(codes[reason], shorten(message), details);
}

function standardDetails(reason: keyof typeof codes, message: string, facts: Facts): Any[] {
  const details: Any[] = [];
  const { field, kind, id, name } = facts;
  const description = shorten(message);
  if (field !== undefined) details.push(badRequest([{ field, description }]));
  const resourceName = id ?? name;
  if (kind !== undefined && resourceName !== undefined) {
    details.push(anyPack(ResourceInfoSchema, create(ResourceInfoSchema, { resourceType: kind, resourceName })));
  }
  if (codes[reason] === Code.FAILED_PRECONDITION) {
    const violations = [{ type: reason.toUpperCase(), subject: resourceName ?? '', description }];
    details.push(anyPack(PreconditionFailureSchema, create(PreconditionFailureSchema, { violations })));
  }
  return details;
}

/** Refuses `invalid_field`, naming every field that is wrong; the facts hold the first. */
export function invalidFields(violations: readonly { field: string; description: string }[]): Refusal {
  const [first] = violations;
  const message = violations.map(({ field, description }) => (field ? `${field}: ${description}` : description));
  const refusal = new Refusal('invalid_field', message.join('; '), { field: first?.field ?? '' });
  const { code, message: text, details } = refused(refusal);
  const [info] = details;
  return keepWireForm(refusal, new RpcError(code, text, [...(info ? [info] : []), badRequest(violations)]));
}

function badRequest(violations: readonly { field: string; description: string }[]): Any {
  const fieldViolations = violations.slice(0, 20);
  return anyPack(BadRequestSchema, create(BadRequestSchema, { fieldViolations }));
}

function bounded(facts: Facts): Record<string, string> {
  let left = longestFacts;
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(facts)) {
    const text = shorten(value, Math.min(longestText, left));
    left -= text.length;
    kept[key] = text;
  }
  return kept;
}

function shorten(text: string, longest = longestText): string {
  return (text.length <= longest ? text : `${text.slice(0, Math.max(0, longest - 1))}…`).toWellFormed();
}
