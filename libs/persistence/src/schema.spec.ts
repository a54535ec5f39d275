import {
  codeColumn,
  guardColumn,
  idColumn,
  integerColumn,
  nullable,
  since,
  textColumn,
  versionColumn,
} from './column.ts';
import { createTables, extendTables, runSql } from './migration.ts';
import { type RowOf, table } from './table.ts';

const noteTable = table('note', {
  columns: {
    organization_id: idColumn(),
    id: idColumn(),
    text: textColumn(200),
    comment: since(2, nullable(textColumn())),
    kind: since(2, codeColumn<'plain' | 'rich'>(), 'plain'),
    version: versionColumn(),
    guard: guardColumn(),
  },
  primary: ['organization_id', 'id'],
  uniques: { kind: ['organization_id', 'kind'] },
  indexes: { by_id: ['id'], late: { columns: ['id', 'version'], since: 3 } },
});

// Released migrations are compared with these words: a change here locks old databases out.
describe('a migration', () => {
  it('creates the table as it was at first', () => {
    expect(createTables(1, [noteTable]).statements('mysql')).toEqual([
      'CREATE TABLE IF NOT EXISTS `note` (\n' +
        '  `organization_id` varbinary(64) NOT NULL,\n' +
        '  `id` varbinary(64) NOT NULL,\n' +
        '  `text` varchar(200) NOT NULL,\n' +
        '  `version` bigint NOT NULL DEFAULT 1,\n' +
        '  `guard` bigint NOT NULL DEFAULT 0,\n' +
        '  PRIMARY KEY (`organization_id`, `id`)\n' +
        ') ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin',
      'CREATE INDEX `note_by_id` ON `note` (`id`)',
    ]);
    expect(createTables(1, [noteTable]).statements('sqlite')[0]).toBe(
      'CREATE TABLE IF NOT EXISTS `note` (\n' +
        '  `organization_id` TEXT NOT NULL,\n' +
        '  `id` TEXT NOT NULL,\n' +
        '  `text` TEXT NOT NULL,\n' +
        '  `version` INTEGER NOT NULL DEFAULT 1,\n' +
        '  `guard` INTEGER NOT NULL DEFAULT 0,\n' +
        '  PRIMARY KEY (`organization_id`, `id`)\n' +
        ') STRICT, WITHOUT ROWID',
    );
  });

  it('adds what came later, and the indexes that wait for it', () => {
    expect(extendTables(2, [noteTable]).statements('mysql')).toEqual([
      'ALTER TABLE `note` ADD COLUMN `comment` varchar(1024)',
      "ALTER TABLE `note` ADD COLUMN `kind` varbinary(64) NOT NULL DEFAULT 'plain'",
      'CREATE UNIQUE INDEX `note_kind` ON `note` (`organization_id`, `kind`)',
    ]);
    expect(extendTables(3, [noteTable]).statements('sqlite')).toEqual([
      'CREATE INDEX `note_late` ON `note` (`id`, `version`)',
    ]);
    expect(extendTables(4, [noteTable]).statements('sqlite')).toEqual([]);
  });

  it('drops an index that another takes the place of, after it has made that one', () => {
    const moved = table('note', {
      columns: { organization_id: idColumn(), id: idColumn(), kind: codeColumn(), size: since(2, integerColumn(), 0) },
      primary: ['organization_id', 'id'],
      uniques: { kind: { columns: ['kind'], until: 2 }, sized: ['kind', 'size'] },
      indexes: { late: { columns: ['kind', 'id'], since: 2, until: 3 }, by_id: ['id'] },
    });
    expect(createTables(1, [moved]).statements('sqlite').slice(1)).toEqual([
      'CREATE UNIQUE INDEX `note_kind` ON `note` (`kind`)',
      'CREATE INDEX `note_by_id` ON `note` (`id`)',
    ]);
    expect(extendTables(2, [moved]).statements('sqlite').slice(1)).toEqual([
      'CREATE UNIQUE INDEX `note_sized` ON `note` (`kind`, `size`)',
      'CREATE INDEX `note_late` ON `note` (`kind`, `id`)',
      'DROP INDEX `note_kind`',
    ]);
    expect(extendTables(3, [moved]).statements('mysql')).toEqual(['DROP INDEX `note_late` ON `note`']);
    expect([Object.keys(moved.uniques), Object.keys(moved.indexes)]).toEqual([['sized'], ['by_id']]);
  });

  it('speaks the words of each store where it is given them', () => {
    const migration = runSql(5, 'clean', { mysql: ['A'], sqlite: ['B', 'C'] });
    expect([migration.statements('mysql'), migration.statements('sqlite')]).toEqual([['A'], ['B', 'C']]);
  });

  it('takes no default that would need quoting', () => {
    const odd = table('odd', {
      columns: { organization_id: idColumn(), kind: since(2, codeColumn(), "it's") },
      primary: ['organization_id'],
    });
    expect(() => extendTables(2, [odd]).statements('mysql')).toThrow('too special for a default');
  });
});

describe('a table', () => {
  const columns = { organization_id: idColumn(), id: idColumn(), name: textColumn() };

  it('begins its key with the organization, or says that it is above them', () => {
    expect(() => table('note', { columns, primary: ['id'] })).toThrow('does not begin with organization_id');
    expect(table('note', { columns, primary: ['id'], acrossOrganizations: true }).primary).toEqual(['id']);
  });

  it('has no text among its keys that would collate', () => {
    const primary = ['organization_id', 'id'] as const;
    expect(() => table('note', { columns, primary, uniques: { name: ['name'] } })).toThrow('would collate on MySQL');
    expect(() => table('note', { columns, primary, indexes: { by_name: { columns: ['name'], since: 2 } } })).toThrow(
      'would collate on MySQL',
    );
    expect(() => table('note', { columns, primary, indexes: { by_name: { columns: ['name'], until: 2 } } })).toThrow(
      'would collate on MySQL',
    );
    expect(() => table('note', { columns, primary: ['organization_id', 'name'] })).toThrow('would collate on MySQL');
  });

  it('types its rows by its columns, without the guard', () => {
    const row: RowOf<typeof noteTable> = {
      organization_id: 'o',
      id: 'i',
      text: 't',
      comment: null,
      kind: 'rich',
      version: 1,
    };
    // @ts-expect-error -- the guard is no part of the row
    expect(row.guard).toBeUndefined();
    // @ts-expect-error -- not one of the kinds
    const other: RowOf<typeof noteTable> = { ...row, kind: 'other' };
    expect(other.kind).toBe('other');
    expect(integerColumn().keyable).toBe(true);
  });
});
