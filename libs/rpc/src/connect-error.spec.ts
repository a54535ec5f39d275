import { Code as ConnectCode, ConnectError } from '@connectrpc/connect';
import { errorFromJsonBytes, errorToJsonBytes } from '@connectrpc/connect/protocol-connect';
import { BadRequestSchema, Code, CreateProjectRequestSchema, ErrorInfoSchema } from '@easement/contracts';
import { Refusal } from '@easement/domain';
import { fromLibrary, toConnectError } from './connect-error.ts';
import { toRpcError } from './refusals.ts';

const request = CreateProjectRequestSchema;

it('a refusal is the same in JSON, readable there too', () => {
  const refusal = new Refusal('invalid_field', 'too long', { field: 'name' });
  const bytes = errorToJsonBytes(toConnectError(toRpcError(refusal, 'r', () => undefined)), undefined);
  const error = errorFromJsonBytes(bytes, undefined, new ConnectError('unreadable'));
  expect(error.code).toBe(ConnectCode.InvalidArgument);
  expect(error.rawMessage).toBe('too long');
  expect(error.findDetails(ErrorInfoSchema)).toMatchObject([{ reason: 'INVALID_FIELD', metadata: { field: 'name' } }]);
  expect(error.findDetails(BadRequestSchema)).toMatchObject([{ fieldViolations: [{ field: 'name' }] }]);
  expect(new TextDecoder().decode(bytes)).toContain('"debug":{"reason":"INVALID_FIELD"');
});

it.each([
  ['cannot decode message a.v1.Request from JSON: key "bogus" is unknown', 'bogus'],
  ['cannot decode field a.v1.Request.name from JSON: expected string, got 5', 'name'],
  ['cannot decode message a.v1.Request from JSON: Unexpected end of JSON input', ''],
])('%s names the field %j', (message, field) => {
  const refusal = fromLibrary(new ConnectError(message, ConnectCode.InvalidArgument), 10, request);
  expect(refusal).toMatchObject({ reason: 'invalid_field', facts: { field } });
});

it('a size that the library refuses has the limit, and what else it refuses keeps its code', () => {
  expect(fromLibrary(new ConnectError('large', ConnectCode.ResourceExhausted), 10, request)).toMatchObject({
    reason: 'message_too_large',
    facts: { limit_bytes: '10' },
  });
  expect(fromLibrary(new ConnectError('zstd', ConnectCode.Unimplemented), 10, request)).toMatchObject({
    code: Code.UNIMPLEMENTED,
    message: 'zstd',
  });
});

it("bytes that the library cannot read are the caller's fault, and named by what they should have been", () => {
  const refusal = fromLibrary(new ConnectError('parse binary: premature EOF', ConnectCode.Internal), 10, request);
  expect(refusal).toMatchObject({ reason: 'invalid_field', facts: { field: '' } });
  expect(refusal.message).toBe(`the request is no ${request.typeName}: its bytes cannot be read`);
});
