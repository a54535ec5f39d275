import { checkColumn, checkColumns, checkPrimaryKey, type Column, lostColumns } from './column.ts';
import type { ColumnId } from './ids.ts';
import { Refusal } from './refusal.ts';

const column = (id: string, name: string, type = 'STRING'): Column => ({
  id: id as ColumnId,
  name,
  type,
  nullable: true,
});

describe('checkColumn', () => {
  it('keeps names in NFC and types by their one name', () => {
    const draft = { name: 'Cafe\u0301', type: 'varchar', nullable: true };
    expect(checkColumn(draft)).toEqual({ name: 'Caf\u00e9', type: 'STRING', nullable: true });
  });

  it('admits what files call their columns', () => {
    expect(checkColumn({ name: 'Cost: Total $', type: 'decimal(12, 2)', nullable: true })).toMatchObject({
      name: 'Cost: Total $',
      type: 'DECIMAL(12,2)',
    });
  });

  it.each([
    ['a name with a line break', { name: 'a\nb', type: 'STRING' }, 'column.name'],
    ['a name that begins with a space', { name: ' a', type: 'STRING' }, 'column.name'],
    ['a type that nobody knows', { name: 'a', type: 'STRUCT' }, 'column.type'],
  ])('refuses %s', (_, draft, field) => {
    expect(fieldOf(() => checkColumn({ ...draft, nullable: true }))).toBe(field);
  });
});

describe('checkColumns', () => {
  it('refuses a name that differs from another by ASCII case alone', () => {
    const drafts = ['Id', 'name', 'ID'].map((name) => ({ name, type: 'STRING', nullable: true }));
    expect(fieldOf(() => checkColumns(drafts))).toBe('columns[2].name');
  });

  it('keeps names apart that DuckDB keeps apart', () => {
    const drafts = ['É', 'é'].map((name) => ({ name, type: 'STRING', nullable: true }));
    expect(checkColumns(drafts).map(({ name }) => name)).toEqual(['É', 'é']);
  });
});

describe('checkPrimaryKey', () => {
  const columns = [column('col_1', 'Id'), column('col_2', 'name')];

  it('finds columns without regard to case', () => {
    expect(checkPrimaryKey(['NAME', 'id'], columns)).toEqual([1, 0]);
  });

  it.each([
    ['a name that is no column', ['id', 'nobody'], 'primary_key[1]'],
    ['a column twice', ['id', 'ID'], 'primary_key'],
  ])('refuses %s', (_, names, field) => {
    expect(fieldOf(() => checkPrimaryKey(names, columns))).toBe(field);
  });
});

describe('lostColumns', () => {
  const before = [column('col_1', 'id'), column('col_2', 'name'), column('col_3', 'at', 'DATE')];
  it.each<[change: string, after: Column[], lost: string[]]>([
    ['nothing changes', before, []],
    ['columns change places', before.toReversed(), []],
    ['a column is renamed', [column('col_1', 'key'), ...before.slice(1)], []],
    ['a column is added', [...before, column('col_4', 'more')], []],
    ['a column goes', before.slice(1), ['col_1']],
    ['a column of the same name is another one', [column('col_9', 'id'), ...before.slice(1)], ['col_1']],
    ['a column is retyped', [...before.slice(0, 2), column('col_3', 'at', 'TIMESTAMP')], ['col_3']],
  ])('where %s', (_, after, lost) => {
    expect(lostColumns(before, after).map(({ id }) => id)).toEqual(lost);
  });
});

function fieldOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal && error.reason === 'invalid_field') return error.facts['field'];
    throw error;
  }
}
