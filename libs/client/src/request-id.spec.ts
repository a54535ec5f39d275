import { create } from '@bufbuild/protobuf';
import { CreateShareRequestSchema, GetShareRequestSchema, LoadTableRequestSchema } from '@easement/contracts';
import { identified, newRequestId } from './request-id.ts';

describe('identified', () => {
  it('puts an id into a request that has the field and none yet', () => {
    const { message, requestId } = identified(CreateShareRequestSchema, { name: 'flights' });
    expect(message).toMatchObject({ name: 'flights', requestId });
    expect(requestId).toMatch(/^[0-9a-f]{32}$/);
  });

  it('keeps the id that is there', () => {
    const { message, requestId } = identified(CreateShareRequestSchema, { requestId: 'mine' });
    expect([message.requestId, requestId]).toEqual(['mine', 'mine']);
  });

  it('does not write into the message of the caller', () => {
    const given = create(CreateShareRequestSchema, {
      name: 'flights',
      content: { case: 'bucket', value: { bucketId: 'b' } },
    });
    const { message } = identified(CreateShareRequestSchema, given);
    expect(given.requestId).toBe('');
    expect(message.content).toEqual(given.content);
  });

  it('names the call of a request without the field', () => {
    expect(identified(GetShareRequestSchema, {}).requestId).toMatch(/^[0-9a-f]{32}$/);
    expect(identified(LoadTableRequestSchema, {}).requestId).toMatch(/^[0-9a-f]{32}$/);
  });

  it('makes ids that differ', () => {
    expect(new Set(Array.from({ length: 100 }, newRequestId)).size).toBe(100);
  });
});
