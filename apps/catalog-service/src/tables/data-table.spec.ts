import { type Alias, type Column, newId } from '@easement/domain';
import { toTableMessage } from './table-message.ts';
import { type DataTable, primaryKeyOf, tableWithRows, withKey } from './data-table.ts';
import { toDataTable, toDataTableRow } from './data-table.table.ts';
import { toColumn, toColumnRow } from './table-column.table.ts';

const columns: Column[] = ['a', 'b', 'c'].map((name) => ({
  id: newId('column'),
  name,
  type: 'STRING',
  nullable: true,
}));

const table: DataTable = {
  organization: newId('organization'),
  id: newId('table'),
  bucket: newId('bucket'),
  project: newId('project'),
  name: 'Flights',
  columns: withKey(columns, [2, 0]),
  dataVersion: 5,
  rowCount: 60,
  byteCount: 700,
  creator: newId('service_account'),
  createTime: new Date('2026-01-02T03:04:05.678Z'),
  updateTime: new Date('2026-02-03T04:05:06.789Z'),
  version: 8,
  alias: undefined,
};

const source = { row: toDataTableRow(table), columns: table.columns };

/** An alias of the table, as it is kept and read again. */
function aliasOf({ filter, columns: chosen }: Pick<Alias, 'filter' | 'columns'>): DataTable {
  const alias = { source: table.id, filter, columns: chosen, filterColumns: [] };
  return toDataTable(toDataTableRow({ ...table, id: newId('table'), name: 'Alias', alias }), [], source);
}

const whole = aliasOf({ filter: undefined, columns: undefined });
const onB: Alias['filter'] = { kind: 'null', column: columns[1]!.id };

describe('the primary key of a table', () => {
  it.each<[places: number[], names: string[]]>([
    [[], []],
    [[1], ['b']],
    [
      [2, 0],
      ['c', 'a'],
    ],
    [
      [0, 1, 2],
      ['a', 'b', 'c'],
    ],
  ])('of the columns at %j is %j, in its own order', (places, names) => {
    expect(primaryKeyOf(withKey(columns, places))).toEqual(names);
  });

  it('stays the same when the columns change places', () => {
    expect(primaryKeyOf(withKey(columns, [2, 0]).toReversed())).toEqual(['c', 'a']);
  });
});

describe('the rows of a table', () => {
  it('hold all of it', () => {
    const rows = table.columns.map((column, position) => toColumnRow(table, column, position));
    expect(toDataTable(toDataTableRow(table), rows.map(toColumn))).toEqual(table);
  });

  it('find columns by ASCII case, as DuckDB does', () => {
    const [column] = table.columns;
    expect(toColumnRow(table, { ...column!, name: 'Größe' }, 0).name_key).toBe('größe');
    expect(toColumnRow(table, { ...column!, name: 'GRÖSSE' }, 0).name_key).toBe('grÖsse');
  });
});

describe('the message of a table', () => {
  it('says all of it to who sees inside its project', () => {
    expect(toTableMessage(table)).toMatchObject({
      id: table.id,
      bucketId: table.bucket,
      projectId: table.project,
      columns,
      primaryKey: ['c', 'a'],
      rowCount: 60n,
      byteCount: 700n,
      version: 5n,
      creatorId: table.creator,
    });
  });

  it('hides from who sees it through a link nothing but who made it', () => {
    const inside = toTableMessage(table);
    expect(toTableMessage(table, 'through_link')).toEqual({ ...inside, creatorId: '' });
  });
});

describe('an alias', () => {
  it('has the columns, the key and the sums of its source, and keeps none of its own', () => {
    expect(whole).toMatchObject({
      name: 'Alias',
      columns: table.columns,
      dataVersion: 5,
      rowCount: 60,
      byteCount: 700,
    });
    expect(primaryKeyOf(whole.columns)).toEqual(['c', 'a']);
    expect(toDataTableRow(whole)).toMatchObject({ data_version: 0, row_count: 0, byte_count: 0, hidden: false });
    expect([tableWithRows(whole), tableWithRows(table)]).toEqual([table.id, table.id]);
  });

  it('of chosen columns shows them in its own order, without those that are gone, and no part of a key', () => {
    const [a, b, c] = columns.map(({ id }) => id);
    const some = aliasOf({ filter: undefined, columns: [newId('column'), b!, a!] });
    expect(some.columns.map(({ name }) => name)).toEqual(['b', 'a']);
    expect(primaryKeyOf(some.columns)).toEqual([]);
    expect(primaryKeyOf(aliasOf({ filter: undefined, columns: [a!, c!] }).columns)).toEqual(['c', 'a']);
    expect(toDataTableRow(some)).toMatchObject({ hidden: true });
  });

  it('with a filter knows the columns that it looks at, whether or not it shows them', () => {
    const filtered = aliasOf({ filter: onB, columns: [columns[0]!.id] });
    expect(filtered.alias?.filterColumns).toEqual([table.columns[1]]);
    expect(toDataTableRow(filtered)).toMatchObject({ hidden: true });
  });

  it('tells what it shows, with the names of now, to who sees inside its project, and looks like a table to others', () => {
    expect(toTableMessage(aliasOf({ filter: onB, columns: undefined }))).toMatchObject({
      sourceTableId: table.id,
      filter: '"b" IS NULL',
      autoSyncColumns: true,
    });
    expect(toTableMessage(whole, 'inside')).toMatchObject({ sourceTableId: table.id, filter: '' });
    expect(Object.keys(toTableMessage(whole, 'through_link'))).toEqual(Object.keys(toTableMessage(table)));
  });
});
