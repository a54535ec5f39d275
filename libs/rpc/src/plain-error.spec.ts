import { Code } from '@easement/contracts';
import { notFound, Refusal } from '@easement/domain';
import { plainError } from './plain-error.ts';
import { RpcError } from './rpc-error.ts';

const reported: unknown[] = [];
const report = (fault: unknown, requestId: string): void => void reported.push([fault, requestId]);

beforeEach(() => {
  reported.length = 0;
});

it.each([
  [new Refusal('bad_token', 'no'), 401, 'unauthenticated'],
  [new Refusal('missing_role', 'no'), 403, 'permission_denied'],
  [notFound('table', 'tbl_x'), 404, 'not_found'],
  [new Refusal('name_taken', 'no'), 409, 'already_exists'],
  [new Refusal('invalid_field', 'no'), 400, 'invalid_argument'],
  [new Refusal('link_is_read_only', 'no'), 400, 'failed_precondition'],
  [new Refusal('message_too_large', 'no'), 429, 'resource_exhausted'],
  [new Refusal('peer_unavailable', 'no'), 503, 'unavailable'],
  [new RpcError(Code.DEADLINE_EXCEEDED, 'late'), 504, 'deadline_exceeded'],
])('%s answers as Connect does', (thrown, status, code) => {
  expect(plainError(thrown, report)).toMatchObject({ status, body: { code, message: thrown.message } });
  expect(reported).toEqual([]);
});

it('tells reason and facts, readable in JSON', () => {
  const { body } = plainError(notFound('table', 'tbl_x'), report);
  expect(body['details']).toEqual([
    expect.objectContaining({
      type: 'google.rpc.ErrorInfo',
      debug: { domain: 'easement', reason: 'NOT_FOUND', metadata: { kind: 'table', id: 'tbl_x' } },
    }),
    expect.objectContaining({ type: 'google.rpc.ResourceInfo' }),
  ]);
});

it('tells a request id of a fault, and the log the rest under it', () => {
  const fault = new Error('the password is hunter2');
  const { status, body } = plainError(fault, report);
  const [[told, requestId] = []] = reported as [unknown, string][];
  expect(told).toBe(fault);
  expect(status).toBe(500);
  expect(JSON.stringify(body)).toContain(String(requestId));
  expect(JSON.stringify(body)).not.toContain('hunter2');
});
