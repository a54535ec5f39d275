import { parseColumnType } from '@easement/domain';
import { tableQuery, type GrantedTable } from './granted-table.ts';
import { identifier, literal } from './sql-text.ts';

const column = (id: string, name: string, type = 'STRING') => ({ id, name, type: parseColumnType(type) });
const file = (path: string, ...columnIds: string[]) => ({ path, columnIds, byteCount: 1 });
const query = (columns: GrantedTable['columns'], ...files: GrantedTable['files'][number][]) =>
  tableQuery({ columns, files });

describe('the query that is a table', () => {
  it('names columns by what they are called and finds them by id', () => {
    expect(query([column('col_1', 'late by', 'INTEGER')], file('/d/a', 'col_1'))).toBe(
      `SELECT CAST("col_1" AS BIGINT) AS "late by" FROM read_parquet(['/d/a'], hive_partitioning = false)`,
    );
  });

  it('answers NULL, of the right type, for what a file has not', () => {
    expect(query([column('col_1', 'a'), column('col_2', 'b', 'DECIMAL(9,2)')], file('/d/a', 'col_1'))).toContain(
      'CAST("col_1" AS VARCHAR) AS "a", CAST(NULL AS DECIMAL(9,2)) AS "b"',
    );
  });

  it('mentions no column that is not granted', () => {
    expect(query([column('col_1', 'a')], file('/d/a', 'col_1', 'col_2'))).not.toContain('col_2');
  });

  it('reads files of the same columns together', () => {
    const files = [file('/d/a', 'col_1'), file('/d/b', 'col_1', 'col_2'), file('/d/c', 'col_1')];
    const [first, second, ...more] = query([column('col_1', 'a'), column('col_2', 'b')], ...files).split(' UNION ALL ');
    expect(first).toContain(`['/d/a', '/d/c']`);
    expect(second).toContain(`['/d/b']`);
    expect(more).toEqual([]);
  });

  it('of a table without files has its columns and no rows', () => {
    expect(query([column('col_1', 'a', 'DATE')])).toBe('SELECT CAST(NULL AS DATE) AS "a" WHERE false');
  });

  it('with a filter is materialized before a statement sees it, and shows none of what only the filter looks at', () => {
    const filter = {
      condition: { kind: 'null', column: 'col_2' } as const,
      columns: [{ id: 'col_2', type: parseColumnType('DATE') }],
    };
    expect(tableQuery({ columns: [column('col_1', 'a')], files: [file('/d/a', 'col_1')], filter })).toBe(
      'WITH "#filtered" AS MATERIALIZED (SELECT "col_1" AS "a" FROM (SELECT CAST("col_1" AS VARCHAR) AS "col_1",' +
        ` CAST(NULL AS DATE) AS "col_2" FROM read_parquet(['/d/a'], hive_partitioning = false))` +
        ' WHERE "col_2" IS NULL) SELECT * FROM "#filtered"',
    );
  });

  it('writes whatever names hold as names', () => {
    expect(query([column('col_1', 'a" FROM x --')], file(`/d/it's`, 'col_1'))).toContain(
      `AS "a"" FROM x --" FROM read_parquet(['/d/it''s']`,
    );
    expect([identifier('a"b'), literal(`a'b`)]).toEqual(['"a""b"', `'a''b'`]);
  });
});
