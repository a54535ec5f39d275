import { QueryFailedError } from 'typeorm';
import { idColumn } from './column.ts';
import { duplicateKey, failureOf, isDuplicate } from './driver-errors.ts';
import { table } from './table.ts';

const linkTable = table('link', {
  columns: { organization_id: idColumn(), id: idColumn(), share_id: idColumn(), project_id: idColumn() },
  primary: ['organization_id', 'id'],
  uniques: { one_live: ['organization_id', 'share_id'], project: ['organization_id', 'project_id'] },
});

function failed(code: string, message: string): QueryFailedError {
  return new QueryFailedError('INSERT …', ['secret'], Object.assign(new Error(message), { code }));
}

describe('duplicateKey', () => {
  it.each([
    ['SQLite', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'UNIQUE constraint failed: link.organization_id, link.id', 'primary'],
    ['SQLite', 'SQLITE_CONSTRAINT_UNIQUE', 'UNIQUE constraint failed: link.organization_id, link.share_id', 'one_live'],
    ['SQLite, other table', 'SQLITE_CONSTRAINT_UNIQUE', 'UNIQUE constraint failed: share.id', undefined],
    ['MariaDB', 'ER_DUP_ENTRY', "Duplicate entry 'a-b' for key 'PRIMARY'", 'primary'],
    ['MariaDB', 'ER_DUP_ENTRY', "Duplicate entry 'a-b' for key 'link_one_live'", 'one_live'],
    ['MySQL 8', 'ER_DUP_ENTRY', "Duplicate entry 'a-b' for key 'link.link_project'", 'project'],
    ['MySQL 8', 'ER_DUP_ENTRY', "Duplicate entry 'a-b' for key 'link.PRIMARY'", 'primary'],
    [
      'a value that looks like a key',
      'ER_DUP_ENTRY',
      "Duplicate entry 'x' for key 'PRIMARY' y' for key 'link_project'",
      'project',
    ],
    ['another index', 'ER_DUP_ENTRY', "Duplicate entry 'a' for key 'share_name'", undefined],
    ['no duplicate', 'ER_LOCK_DEADLOCK', "for key 'PRIMARY'", undefined],
  ])('%s: %s %s', (_, code, message, key) => {
    expect(duplicateKey(failed(code, message), linkTable)).toBe(key);
  });
});

describe('failureOf', () => {
  it('reads the error of a driver, bare or wrapped', () => {
    expect(failureOf(Object.assign(new Error(), { code: 'ER_LOCK_DEADLOCK' }))).toBe('conflict');
    expect(failureOf(failed('ECONNRESET', ''))).toBe('lost');
    expect(isDuplicate(failed('ER_DUP_ENTRY', ''))).toBe(true);
  });

  it.each([[undefined], [null], ['ER_DUP_ENTRY'], [new Error('x')], [{ code: 1062 }], [{ code: 'toString' }]])(
    'sees nothing in %p',
    (error) => {
      expect(failureOf(error)).toBe('other');
    },
  );
});
