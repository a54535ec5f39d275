import { OperationKind } from '@easement/contracts';
import { newId } from '@easement/domain';
import { refusalOf } from '@easement/testing';
import type { Operation } from '../versions/version.ts';
import { toOperationKind, toOperationMessage } from './operation-message.ts';

const operation: Operation = {
  ...{ version: 3, kind: 'replace', rowCount: 5, byteCount: 500, rowsAdded: 5, rowsRemoved: 9 },
  time: new Date('2026-01-02T03:04:05.678Z'),
  actor: newId('user'),
};

describe('an entry of the history', () => {
  it('says what was done, to what effect and by whom', () => {
    expect(toOperationMessage(operation, 'inside')).toMatchObject({
      version: 3n,
      kind: OperationKind.REPLACE,
      rowCount: 5n,
      byteCount: 500n,
      rowsAdded: 5n,
      rowsRemoved: 9n,
      actorId: operation.actor,
    });
  });

  it('says to who reads by a link all but by whom', () => {
    const inside = toOperationMessage(operation, 'inside');
    expect(toOperationMessage(operation, 'through_link')).toEqual({ ...inside, actorId: '' });
  });

  it.each([
    ['create', OperationKind.CREATE],
    ['append', OperationKind.APPEND],
    ['replace', OperationKind.REPLACE],
  ] as const)('of kind %s is read and written', (kind, message) => {
    expect(toOperationKind(message)).toBe(kind);
    expect(toOperationMessage({ ...operation, kind }, 'inside').kind).toBe(message);
  });

  it('is not read without a kind', () => {
    const refused = { reason: 'invalid_field', facts: { field: 'kind' } };
    expect(refusalOf(() => toOperationKind(OperationKind.UNSPECIFIED))).toMatchObject(refused);
  });
});
