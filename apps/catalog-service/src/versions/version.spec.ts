import { newId } from '@easement/domain';
import fc from 'fast-check';
import { type Extent, extentOf, nextOperation, type OperationKind } from './version.ts';

const done = { time: new Date(0), actor: newId('user') };
const file = (rowCount: number): Extent => ({ rowCount, byteCount: rowCount * 10 });

describe('the next version of a table', () => {
  it.each<[kind: OperationKind, files: number[], outcome: object]>([
    ['append', [3, 4], { rowCount: 107, byteCount: 1070, rowsAdded: 7, rowsRemoved: 0 }],
    ['append', [], { rowCount: 100, byteCount: 1000, rowsAdded: 0, rowsRemoved: 0 }],
    ['replace', [3, 4], { rowCount: 7, byteCount: 70, rowsAdded: 7, rowsRemoved: 100 }],
    ['replace', [], { rowCount: 0, byteCount: 0, rowsAdded: 0, rowsRemoved: 100 }],
  ])('by %s of files with %j rows', (kind, rows, outcome) => {
    const before = { version: 6, ...file(100) };
    expect(nextOperation(before, { ...done, kind, files: rows.map(file) })).toEqual({
      ...{ ...done, kind, version: 7 },
      ...outcome,
    });
  });

  it('comes to what the files come to that it lists, after any history', () => {
    const step = fc.record({
      kind: fc.constantFrom<OperationKind>('append', 'replace'),
      rows: fc.array(fc.nat(1000), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let listed: Extent[] = [];
        let before = { version: 0, rowCount: 0, byteCount: 0 };
        for (const { kind, rows } of steps) {
          const files = rows.map(file);
          listed = kind === 'append' ? [...listed, ...files] : files;
          const next = nextOperation(before, { ...done, kind, files });
          expect(next).toMatchObject(extentOf(listed));
          expect(next.rowCount).toBe(before.rowCount + next.rowsAdded - next.rowsRemoved);
          before = next;
        }
        expect(before.version).toBe(steps.length);
      }),
    );
  });
});
