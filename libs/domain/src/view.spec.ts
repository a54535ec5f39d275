import { outcomeOf, refusalOf } from '../test/standings.ts';
import { newId } from './ids.ts';
import { assertReadsOthers, isViewHidden, lostViewColumns } from './view.ts';

const [own, foreign] = [newId('project'), newId('project')];
const [view, other, table] = [newId('view'), newId('view'), newId('table')];
const reads = (...objects: [object: typeof view | typeof table, project: typeof own][]) => ({
  ...{ id: view, project: own },
  dependencies: objects.map(([object, project]) => ({ object, project })),
});

describe('a view', () => {
  it.each([
    ['reads nothing', reads(), false],
    ['reads what its project owns', reads([table, own], [other, own]), false],
    ['reads what comes in by a link', reads([table, own], [table, foreign]), true],
  ])('that %s is hidden through links: %#', (_, reading, isHidden) => {
    expect(isViewHidden(reading, new Set())).toBe(isHidden);
  });

  it('is hidden with a view that it reads', () => {
    expect(isViewHidden(reads([table, own], [other, own]), new Set([other]))).toBe(true);
    expect(isViewHidden(reads([table, own]), new Set([other]))).toBe(false);
  });

  it('may not read itself, by another view either', () => {
    const inner = { ...reads([view, own]), id: other };
    expect(outcomeOf(() => assertReadsOthers({ id: view }, [reads([other, own])]))).toBe('yes');
    expect(outcomeOf(() => assertReadsOthers({ id: view }, [reads([view, own])]))).toBe('invalid_field');
    const refused = refusalOf(() => assertReadsOthers({ id: view }, [reads([other, own]), inner]));
    expect([refused?.facts['field'], refused?.message]).toEqual(['statement', expect.stringContaining(other)]);
  });
});

it('readers lose the columns of a view that are gone or have another type, whatever their case and place', () => {
  const column = (name: string, type = 'STRING') => ({ name, type, nullable: true });
  const before = [column('a'), column('B'), column('c', 'INTEGER')];
  expect(lostViewColumns(before, [column('C', 'INTEGER'), column('b'), column('d')])).toEqual([column('a')]);
  expect(lostViewColumns(before, [column('A'), column('b'), column('c', 'DOUBLE')])).toEqual([column('c', 'INTEGER')]);
  expect(lostViewColumns(before, [...before, column('d')])).toEqual([]);
});
