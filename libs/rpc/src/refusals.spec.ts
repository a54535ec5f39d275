import { anyUnpack } from '@bufbuild/protobuf/wkt';
import {
  BadRequestSchema,
  Code,
  ErrorInfoSchema,
  PreconditionFailureSchema,
  RequestInfoSchema,
  ResourceInfoSchema,
} from '@easement/contracts';
import { ErrorReason } from '@easement/contracts';
import { type Reason, reasons, Refusal } from '@easement/domain';
import { codes } from './codes.ts';
import { invalidFields, keepWireForm, toRpcError } from './refusals.ts';
import { decodeStatus, encodeStatus, errorInfoOf, RpcError } from './rpc-error.ts';

const unexpected = (fault: unknown): never => {
  throw new Error('a refusal was reported as a fault', { cause: fault });
};
const sent = (refusal: Refusal): RpcError => toRpcError(refusal, 'r-1', unexpected);

it.each(reasons)('%s goes out under its name in the contract', (reason) => {
  const error = sent(new Refusal(reason, 'no', { why: 'so' }));
  expect(error.code).toBe(codes[reason]);
  expect(errorInfoOf(error)).toMatchObject({
    domain: 'easement',
    reason: reason.toUpperCase(),
    metadata: { why: 'so' },
  });
  expect(Object.keys(ErrorReason)).toContain(reason.toUpperCase());
});

/** The table of contract.md, where it names a code that a reader might not guess. */
const surprising: readonly (readonly [Reason, Code])[] = [
  ['bad_token', Code.UNAUTHENTICATED],
  ['admin_of_every_affected_project_required', Code.PERMISSION_DENIED],
  ['cross_organization', Code.INVALID_ARGUMENT],
  ['wrong_privilege', Code.INVALID_ARGUMENT],
  ['no_such_link', Code.NOT_FOUND],
  ['stale_etag', Code.ABORTED],
  ['feed_truncated', Code.OUT_OF_RANGE],
  ['lost_race', Code.ABORTED],
  ['query_timeout', Code.DEADLINE_EXCEEDED],
  ['rate_limited', Code.RESOURCE_EXHAUSTED],
];

it.each(surprising)('%s is sent with code %i', (reason, code) => {
  expect(codes[reason]).toBe(code);
});

it('facts that name a field, a thing or a state are told in the standard details too', () => {
  const find = <T>(error: RpcError, unpack: (detail: RpcError['details'][number]) => T | undefined): T | undefined =>
    error.details.map(unpack).find((detail) => detail !== undefined);
  const field = sent(new Refusal('invalid_field', 'too long', { field: 'name' }));
  expect(find(field, (any) => anyUnpack(any, BadRequestSchema))?.fieldViolations).toMatchObject([
    { field: 'name', description: 'too long' },
  ]);
  const thing = sent(new Refusal('not_found', 'no such share', { kind: 'share', id: 'shr_1' }));
  expect(find(thing, (any) => anyUnpack(any, ResourceInfoSchema))).toMatchObject({
    resourceType: 'share',
    resourceName: 'shr_1',
  });
  const state = sent(new Refusal('has_links', 'unlink first', { kind: 'bucket', id: 'bkt_1' }));
  expect(find(state, (any) => anyUnpack(any, PreconditionFailureSchema))?.violations).toMatchObject([
    { type: 'HAS_LINKS', subject: 'bkt_1', description: 'unlink first' },
  ]);
});

it('a fault is reported, and told as a request id alone', () => {
  const faults: unknown[] = [];
  const fault = new TypeError('password is hunter2');
  const error = toRpcError(fault, 'r-1', (reported) => faults.push(reported));
  expect(faults).toEqual([fault]);
  expect(error.code).toBe(Code.INTERNAL);
  expect(error.message).toBe('internal error; the log has the rest under request id r-1');
  expect(error.details.map((any) => anyUnpack(any, RequestInfoSchema)?.requestId)).toEqual(['r-1']);
});

it('what ended a call by itself passes as it is', () => {
  const deadline = new RpcError(Code.DEADLINE_EXCEEDED, 'late');
  expect(toRpcError(deadline, 'r-1', unexpected)).toBe(deadline);
});

it('a refusal that came from elsewhere leaves as it came', () => {
  const wire = new RpcError(Code.ALREADY_EXISTS, 'as it came', []);
  const refusal = keepWireForm(new Refusal('name_taken', 'as it came'), wire);
  expect(sent(refusal)).toBe(wire);
});

it('several invalid fields are all named, the first in the facts', () => {
  const error = sent(
    invalidFields([
      { field: 'name', description: 'is empty' },
      { field: 'stage', description: 'is unknown' },
    ]),
  );
  expect(error.message).toBe('name: is empty; stage: is unknown');
  expect(errorInfoOf(error)?.metadata).toEqual({ field: 'name' });
  const bad = error.details.map((any) => anyUnpack(any, BadRequestSchema)).find((detail) => detail !== undefined);
  expect(bad?.fieldViolations.map(({ field }) => field)).toEqual(['name', 'stage']);
  expect(error.details.filter((any) => anyUnpack(any, ErrorInfoSchema))).toHaveLength(1);
});

it('what is too long for a trailer is cut, so that the rest arrives', () => {
  const long = 'x'.repeat(100_000);
  const facts = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`fact_${index}`, long]));
  const error = sent(new Refusal('has_links', long, facts));
  expect(encodeStatus(error).length).toBeLessThan(8_192);
  expect(errorInfoOf(error)?.metadata['fact_0']).toMatch(/^x+…$/);
});

it('half a surrogate pair does not break the answer', () => {
  const error = sent(new Refusal('name_taken', 'taken: \ud800', { name: '\udfff' }));
  expect(decodeStatus(encodeStatus(error)).message).toBe('taken: \ufffd');
});
