import type { AnyTable } from '@easement/persistence';
import { migrations, tables } from './index.ts';

/** The tables as MySQL gets them, by name. */
function created(): Map<string, string> {
  const statements = migrations.flatMap(({ statements }) => statements('mysql'));
  return new Map(
    tables.map(({ name }) => [name, statements.find((sql) => sql.includes(`TABLE IF NOT EXISTS \`${name}\``)) ?? '']),
  );
}

describe('the migrations', () => {
  it('run from 1 without a gap', () => {
    expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 1));
  });

  it.each(tables.map((table): [string, AnyTable] => [table.name, table]))(
    'make %s, placed by its organization',
    (name, table) => {
      expect(created().get(name)).toMatch(/PRIMARY KEY \(`organization_id`/);
      expect(table.primary[0]).toBe('organization_id');
    },
  );

  it.each(tables.map((table): [string, AnyTable] => [table.name, table]))(
    'compare the ids and keys of %s byte by byte',
    (name, { columns }) => {
      const sql = created().get(name) ?? '';
      const keys = Object.keys(columns).filter((column) => /(^|_)(id|key|role|digest)$/.test(column));
      expect(keys).not.toEqual([]);
      for (const column of keys) expect(sql).toMatch(new RegExp(`\`${column}\` varbinary\\(`));
    },
  );

  it('give every list that a rule counts an index that begins with the organization', () => {
    for (const { uniques, indexes, name } of tables.filter(
      ({ name }) => !['organization', 'request_record'].includes(name),
    )) {
      for (const index of [...Object.values(uniques), ...Object.values(indexes)]) {
        const [first] = 'columns' in index ? index.columns : index;
        expect([name, first]).toEqual([name, 'organization_id']);
      }
    }
  });
});
