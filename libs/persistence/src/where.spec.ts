import { guardColumn, idColumn, nullable, textColumn, timeColumn, versionColumn } from './column.ts';
import { insertSql } from './rows.ts';
import { table } from './table.ts';
import { conjunction } from './where.ts';

const noteTable = table('note', {
  columns: {
    organization_id: idColumn(),
    id: idColumn(),
    text: nullable(textColumn()),
    create_time: timeColumn(),
    version: versionColumn(),
    guard: guardColumn(),
  },
  primary: ['organization_id', 'id'],
});

describe('a condition', () => {
  it('compares, lists and asks for null', () => {
    const time = new Date(5);
    expect(conjunction(noteTable, { organization_id: 'o', id: ['a', 'b'], text: null, create_time: time })).toEqual({
      sql: '`organization_id` = ? AND `id` IN (?, ?) AND `text` IS NULL AND `create_time` = ?',
      params: ['o', 'a', 'b', 5],
    });
    expect(conjunction(noteTable, { id: [] })).toEqual({ sql: '1 = 0', params: [] });
  });

  it('is never empty, so that no whole table is changed by accident', () => {
    expect(() => conjunction(noteTable, {})).toThrow('name its organization at least');
  });

  it('never matches by a value that is not there', () => {
    expect(() => conjunction(noteTable, { organization_id: undefined })).toThrow('note.organization_id is not given');
  });

  it('never takes a foreign name into the SQL', () => {
    expect(() => conjunction(noteTable, { 'id` = 1 OR `id': 'a' })).toThrow('note has no column');
    expect(() => conjunction(noteTable, { constructor: 'a' })).toThrow('note has no column');
  });
});

describe('an insert', () => {
  it('has one tuple a row, and the first value of a column that has one', () => {
    const row = { organization_id: 'o', id: 'a', text: null, create_time: new Date(5) };
    expect(insertSql(noteTable, [row, { ...row, id: 'b', version: 3 }])).toEqual({
      sql:
        'INSERT INTO `note` (`organization_id`, `id`, `text`, `create_time`, `version`) ' +
        'VALUES (?, ?, ?, ?, ?), (?, ?, ?, ?, ?)',
      params: ['o', 'a', null, 5, 1, 'o', 'b', null, 5, 3],
    });
  });

  it('refuses a row that lacks a value', () => {
    expect(() => insertSql(noteTable, [{ organization_id: 'o', id: 'a', text: null }])).toThrow(
      'note.create_time is not given',
    );
  });
});
