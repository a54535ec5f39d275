import { type Column, newId } from '@easement/domain';
import { toTableMessage } from './table-message.ts';
import { type DataTable, primaryKeyOf, withKey } from './data-table.ts';
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
};

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
