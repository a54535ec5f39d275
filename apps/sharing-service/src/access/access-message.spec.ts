import { create } from '@bufbuild/protobuf';
import { AccessCheckSchema, Action } from '@easement/contracts';
import { actions, newId } from '@easement/domain';
import { toQuestion } from './access-message.ts';

const caller = newId('user');
const projectId = newId('project');
const bucket = newId('bucket');
const ofBucket = { object: { case: 'bucketId', value: bucket } } as const;

describe('a question', () => {
  it.each(actions)('about %s is understood', (action) => {
    const check = create(AccessCheckSchema, {
      projectId,
      object: ofBucket,
      action: Action[action.toUpperCase() as 'READ'],
    });
    expect(toQuestion(check, caller)).toEqual({
      principal: caller,
      project: projectId,
      object: { kind: 'bucket', id: bucket },
      action,
    });
  });

  it('is about the principal that it names, and about a table too', () => {
    const [principal, table] = [newId('service_account'), newId('table')];
    const object = { object: { case: 'tableId', value: table } } as const;
    const check = create(AccessCheckSchema, { principalId: principal, projectId, object, action: Action.READ });
    expect(toQuestion(check, caller)).toMatchObject({ principal, object: { kind: 'table', id: table } });
  });

  it.each([
    ['no action', { object: ofBucket, action: Action.UNSPECIFIED }],
    ['no object', { object: {}, action: Action.READ }],
  ])('with %s is refused', (_, fields) => {
    expect(() => toQuestion(create(AccessCheckSchema, { projectId, ...fields }), caller)).toThrow('is meant');
  });
});
