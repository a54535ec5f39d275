import { gzipSync } from 'node:zlib';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { DuckDBInstance } from '@duckdb/node-api';
import { formatColumnType } from '@easement/domain';
import type { CsvFormat } from '../../src/engine/rows/load-job.ts';
import { plainCsv } from '../../src/engine/rows/load-job.ts';
import {
  csv,
  parquet,
  refusalOf,
  startRig,
  within,
  type LoadedTable,
  type LoadOptions,
  type Rig,
} from './engine-rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

const rowsOf = async (table: LoadedTable) => (await rig.ask('SELECT * FROM b.t', [table])).rows;
const withCsv = (options: Partial<CsvFormat>) => ({ kind: 'csv', csv: { ...plainCsv, ...options } }) as const;

/** Everything below the data folder, uploads aside. */
async function filesOf({ dataFolder }: Rig): Promise<string[]> {
  const entries = await readdir(dataFolder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && !entry.parentPath.endsWith('.uploads')).map(({ name }) => name);
}

describe('a loaded file', () => {
  it('is read-only, and its size, hash and columns are answered', async () => {
    const { files, columns } = await rig.load({ content: 'a,b\n1,x\n2,y\n', columns: ['a INTEGER', 'b STRING'] });
    const [file] = files;
    const path = join(rig.dataFolder, file!.path);
    const { mode, size } = await stat(path);
    const sha256 = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    expect(mode & 0o777).toBe(0o444);
    expect(file).toMatchObject({ rowCount: 2, byteCount: size, sha256, columnIds: columns.map(({ id }) => id) });
    expect(file!.path).toMatch(/^org_\w{26}\/tbl_\w{26}\/fil_\w{26}\.parquet$/);
  });

  it('reports how much of the upload is done, and all of it at the end', async () => {
    const content = `a,b\n${Array.from({ length: 300_000 }, (_, row) => `${row},text of ${row}`).join('\n')}\n`;
    const path = await rig.upload(content);
    const columns = (await rig.engine.infer({ path, format: csv }, within(60_000))).map((column, index) => ({
      ...column,
      id: `col_0000000000000000000000000${index}`,
      nullable: true,
    }));
    const organization = 'org_00000000000000000000000000' as never;
    const table = 'tbl_00000000000000000000000000' as never;
    const existing = { columns, files: [] };
    const request = { path, format: csv, organization, table, columns, primaryKey: [], existing };
    const consumed: number[] = [];
    for await (const { consumedBytes, totalBytes } of rig.engine.load(request, within(60_000))) {
      consumed.push(consumedBytes);
      expect(totalBytes).toBe(content.length);
    }
    expect(consumed.at(-1)).toBe(content.length);
    expect([...consumed].sort((a, b) => a - b)).toEqual(consumed);
  });
});

describe('CSV', () => {
  it('keeps quotes, line ends, delimiters and empty texts as RFC 4180 writes them', async () => {
    const content = 'a,b\n"x ""y""","1,2"\n"two\nlines",""\n,z\n';
    const table = await rig.load({ content, columns: ['a STRING', 'b STRING'] });
    expect(await rowsOf(table)).toEqual([
      ['x "y"', '1,2'],
      ['two\nlines', ''],
      [null, 'z'],
    ]);
  });

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('ends lines in %s', async (_, newline) => {
    const table = await rig.load({
      content: ['a,b', '1,x', '2,y', ''].join(newline),
      columns: ['a INTEGER', 'b STRING'],
    });
    expect(await rowsOf(table)).toEqual([
      ['1', 'x'],
      ['2', 'y'],
    ]);
  });

  it('finds the columns of the table by name, in any order and ASCII case', async () => {
    const table = await rig.load({ content: 'B,a\nx,1\n', columns: ['a INTEGER', 'b STRING', 'c DATE'] });
    expect(await rowsOf(table)).toEqual([['1', 'x', null]]);
  });

  it('steps over a byte-order mark', async () => {
    const table = await rig.load({ content: '\ufeffa,b\n1,x\n', columns: ['a INTEGER', 'b STRING'] });
    expect(await rowsOf(table)).toEqual([['1', 'x']]);
  });

  it('steps over a byte-order mark where there is no header', async () => {
    const table = await rig.load({
      content: '\ufeff1,x\n',
      columns: ['a INTEGER', 'b STRING'],
      format: withCsv({ header: false }),
    });
    expect(await rowsOf(table)).toEqual([['1', 'x']]);
  });

  it('expands gzip, whatever the file is called', async () => {
    const table = await rig.load({ content: gzipSync('a\n1\n2\n'), columns: ['a INTEGER'] });
    expect(await rowsOf(table)).toEqual([['1'], ['2']]);
  });

  it('takes another delimiter and another text for NULL', async () => {
    const format = withCsv({ delimiter: ';', nullText: 'NA' });
    const table = await rig.load({
      content: 'a;b;c\n1;NA;"NA"\n;;x\n',
      columns: ['a INTEGER', 'b STRING', 'c STRING'],
      format,
    });
    expect(await rowsOf(table)).toEqual([
      ['1', null, 'NA'],
      [null, '', 'x'],
    ]);
  });

  it('names the columns of a file without a header by their positions', async () => {
    const table = await rig.table('1,x\n2,y\n', withCsv({ header: false }));
    expect(table.columns.map(({ name, type }) => [name, type.name])).toEqual([
      ['column_1', 'INTEGER'],
      ['column_2', 'STRING'],
    ]);
    expect(await rowsOf(table)).toHaveLength(2);
  });

  it('loads a header without rows', async () => {
    const table = await rig.table('a,b\n');
    expect(table.columns.map(({ type }) => type.name)).toEqual(['STRING', 'STRING']);
    expect(await rowsOf(table)).toEqual([]);
  });

  const types = [
    's STRING',
    'o BOOLEAN',
    'i INTEGER',
    'd DECIMAL(10,2)',
    'f DOUBLE',
    'y DATE',
    't TIMESTAMP',
    'j JSON',
    'x BYTES',
  ];
  it('reads each type, and an empty field as NULL of each', async () => {
    const content =
      's,o,i,d,f,y,t,j,x\n' +
      'ü,TRUE,-7,12.5,1e3,2001-02-03,2001-02-03 04:05:06.7,"{""a"": 1}",AQL/\n' +
      '"",no, 42 ,-0.100,.5,1600-01-01,2001-02-03T04:05:06+02:00,"[1]",""\n' +
      ',,,,,,,,\n';
    const table = await rig.load({ content, columns: types });
    expect(await rowsOf(table)).toEqual([
      ['ü', true, '-7', '12.50', 1000, '2001-02-03', '2001-02-03T04:05:06.7', '{"a": 1}', 'AQL/'],
      ['', false, '42', '-0.10', 0.5, '1600-01-01', '2001-02-03T02:05:06', '[1]', null],
      [null, null, null, null, null, null, null, null, null],
    ]);
  });

  it.each([
    ['INTEGER', '1.5'],
    ['INTEGER', '9223372036854775808'],
    ['INTEGER', '0x10'],
    ['DECIMAL(4,2)', '1.234'],
    ['DECIMAL(4,2)', '100'],
    ['DOUBLE', '1,5'],
    ['BOOLEAN', 'perhaps'],
    ['DATE', '2001-02-30'],
    ['DATE', '03/04/2001'],
    ['TIMESTAMP', '2001-02-03 25:00:00'],
    ['TIMESTAMP', 'yesterday'],
    ['JSON', '{a}'],
    ['BYTES', 'A?=='],
  ])('refuses for %s what would not come back as it was: %s', async (type, value) => {
    const content = `k,v\nx,\ny,"${value}"\n`;
    const refusal = await refusalOf(rig.load({ content, columns: ['k STRING', `v ${type}`] }));
    expect(refusal.reason).toBe('bad_file');
    expect(refusal.facts).toEqual({ line: '3', column: '2', column_name: 'v', expected_type: type });
    expect(refusal.message).not.toContain(value);
  });

  it.each(['INTEGER', 'DECIMAL(9,4)', 'DOUBLE', 'BOOLEAN', 'DATE', 'TIMESTAMP', 'JSON', 'BYTES'])(
    'reads an empty or quoted empty field of %s as NULL',
    async (type) => {
      const table = await rig.load({ content: 'k,v\nx,\ny,""\n', columns: ['k STRING', `v ${type}`] });
      expect(await rowsOf(table)).toEqual([
        ['x', null],
        ['y', null],
      ]);
    },
  );
});

describe('a malformed file', () => {
  const cases: [string, LoadOptions, Record<string, string>][] = [
    ['a value of another type', { content: 'a,b\n1,x\ny,z\n' }, { line: '3', column: '1', column_name: 'a' }],
    [
      'a value behind quoted lines',
      { content: 'b,a\n"x\ny\nz",1\nq,w\n' },
      { line: '5', column: '2', column_name: 'a' },
    ],
    ['a value in a quoted record', { content: 'b,a\n"x\ny",w\n' }, { line: '3', column: '2', column_name: 'a' }],
    ['a value behind blank lines', { content: 'a,b\n\n1,x\n\n\nq,y\n' }, { line: '6', column: '1', column_name: 'a' }],
    ['a record that is too long', { content: 'a,b\n1,x\n2,y,z\n' }, { line: '3', column: '3' }],
    ['a record that is too short', { content: 'a,b\n1,x\n2\n' }, { line: '3', column: '2' }],
    ['a quote that is never closed', { content: 'a,b\n1,"x\n2,y\n' }, { line: '2', column: '2' }],
    ['text behind a closing quote', { content: 'a,b\n1,"x"y\n' }, { line: '2', column: '2' }],
    ['bytes that are not UTF-8', { content: Buffer.from('a,b\n1,x\n2,\xe9\n', 'latin1') }, { line: '3', column: '2' }],
    ['lines that end differently', { content: 'a,b\n1,x\r\n2,y\n' }, { line: '2', column: '2' }],
    ['a name twice in the header', { content: 'a,b,A\n1,x,2\n' }, { line: '1', column: '3', column_name: 'A' }],
    ['a header without a name', { content: 'a,,b\n1,x,2\n' }, { line: '1', column: '2' }],
    ['a column that the table has not', { content: 'a,b,c\n1,x,2\n' }, { line: '1', column: '3', column_name: 'c' }],
    ['a column that is missing', { content: 'b\nx\n' }, { line: '1', column: '2', column_name: 'a' }],
    ['an empty file', { content: '' }, { line: '1', column: '1' }],
    [
      'gzip that is cut off',
      { content: gzipSync('a,b\n1,x\n'.repeat(1000)).subarray(0, 40) },
      { line: '1', column: '1' },
    ],
    ['a Parquet file', { content: 'PAR1....PAR1' }, { line: '1', column: '1' }],
    ['a workbook', { content: 'PK\x03\x04rest' }, { line: '1', column: '1' }],
    ['UTF-16', { content: Buffer.from('\ufeffa,b\n1,x\n', 'utf16le') }, { line: '1', column: '1' }],
    ['no value where one is needed', { content: 'a,b\n1,x\n,y\n' }, { line: '3', column: '1', column_name: 'a' }],
  ];

  it.each(cases)('with %s is refused with line and column, and leaves nothing', async (_, options, facts) => {
    const before = await filesOf(rig);
    const refusal = await refusalOf(rig.load({ columns: ['a INTEGER!', 'b STRING'], ...options }));
    expect(refusal.reason).toBe('bad_file');
    expect(refusal.facts).toMatchObject(facts);
    expect(refusal.message).toContain(`line ${facts['line']}, column ${facts['column']}`);
    expect(await filesOf(rig)).toEqual(before);
  });

  it('that cannot be read is refused while its types are inferred too', async () => {
    const path = await rig.upload('a,b\n1,x\n2\n');
    const refusal = await refusalOf(rig.engine.infer({ path, format: csv }, within(60_000)));
    expect(refusal.facts).toMatchObject({ line: '3', column: '2' });
  });

  it.each(['', '"', '\n', 'ab', 'ü'])('with %j between its fields is no file at all', async (delimiter) => {
    const refusal = await refusalOf(
      rig.load({ content: 'a\n1\n', columns: ['a INTEGER'], format: withCsv({ delimiter }) }),
    );
    expect([refusal.reason, refusal.facts['field']]).toEqual(['invalid_field', 'header.csv.delimiter']);
  });
});

describe('inference', () => {
  it.each([
    ['BOOLEAN', ['true', 'FALSE', '']],
    ['INTEGER', ['1', '-20', '0']],
    ['DOUBLE', ['1', '2.5', '']],
    ['DOUBLE', ['1e5', '.5']],
    ['DATE', ['2001-02-03', '']],
    ['TIMESTAMP', ['2001-02-03', '2001-02-03 04:05:06']],
    ['STRING', ['1', 'x']],
    ['STRING', ['', '']],
    ['STRING', ['007', '008']],
    ['STRING', ['12345678901234567890', '1']],
    ['STRING', ['2001-02-30', '2001-02-03']],
  ])('answers %s for %j', async (type, values) => {
    const path = await rig.upload(`k,v\n${values.map((value) => `k,${value}`).join('\n')}\n`);
    const [, column] = await rig.engine.infer({ path, format: csv }, within(60_000));
    expect(column?.type.name).toBe(type);
  });

  it('asks all rows, not the first ones alone', async () => {
    const table = await rig.table(`a,b\n${'1,\n'.repeat(20_000)}x,7\n`);
    expect(table.columns.map(({ type }) => type.name)).toEqual(['STRING', 'INTEGER']);
    expect(table.files[0]).toMatchObject({ rowCount: 20_001 });
  });
});

describe('a primary key', () => {
  const columns = ['id INTEGER', 'part STRING', 'v STRING'];
  const base = { columns, primaryKey: ['id', 'part'] };

  it('may not be empty in any part', async () => {
    const refusal = await refusalOf(rig.load({ ...base, content: 'id,part,v\n1,a,x\n2,,y\n' }));
    expect(refusal.facts).toMatchObject({ line: '3', column: '2', column_name: 'part' });
  });

  it('may not come twice in a file', async () => {
    const refusal = await refusalOf(rig.load({ ...base, content: 'id,part,v\n1,a,x\n1,b,"y\ny"\n1,a,z\n1,a,z\n' }));
    expect(refusal.facts).toMatchObject({ line: '5', column: '1', column_name: 'id' });
  });

  it('may not be in the table already', async () => {
    const into = await rig.load({ ...base, content: 'id,part,v\n1,a,x\n2,a,y\n' });
    const refusal = await refusalOf(rig.load({ ...base, into, content: 'id,part,v\n3,a,z\n2,a,z\n' }));
    expect(refusal.facts).toMatchObject({ line: '3', column: '1', column_name: 'id' });
    const more = await rig.load({ ...base, into, content: 'id,part,v\n2,b,z\n' });
    expect(await rowsOf(more)).toHaveLength(3);
  });
});

describe('Parquet', () => {
  it('comes back from an export as it was loaded', async () => {
    const content = 'id,name,when,x\n1,"a ""b""",2001-02-03 04:05:06.000007,AQI=\n2,"",,\n3,,,\n';
    const columns = ['id INTEGER', 'name STRING', 'when TIMESTAMP', 'x BYTES'];
    const table = await rig.load({ content, columns });
    for (const format of ['parquet', 'csv'] as const) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of rig.engine.exportTable(table, format, within(60_000))) chunks.push(chunk);
      expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(64 * 1024);
      const again = await rig.load({
        content: Buffer.concat(chunks),
        columns,
        format: format === 'csv' ? csv : parquet,
      });
      expect(await rowsOf(again)).toEqual(await rowsOf(table));
    }
  });

  it('with types that a table has not is kept in the nearest that loses nothing', async () => {
    const file = await parquetOf(`SELECT 1::UTINYINT AS small, 18446744073709551615::UBIGINT AS large, 1.5::FLOAT AS f,
      1.25::DECIMAL(5,2) AS d, TIME '01:02:03' AS clock, '00000000-0000-0000-0000-000000000001'::UUID AS u,
      TIMESTAMPTZ '2001-02-03 04:05:06+02' AS at, [1, NULL] AS l, {'a': 'x'} AS s, 'x'::ENUM('x') AS e, DATE '2001-02-03' AS y`);
    const table = await rig.table(file, parquet);
    expect(table.columns.map(({ name, type }) => `${name} ${formatColumnType(type)}`)).toEqual([
      'small INTEGER',
      'large DECIMAL(20,0)',
      'f DOUBLE',
      'd DECIMAL(5,2)',
      'clock STRING',
      'u STRING',
      'at TIMESTAMP',
      'l JSON',
      's JSON',
      'e STRING',
      'y DATE',
    ]);
    expect(await rowsOf(table)).toEqual([
      [
        '1',
        '18446744073709551615',
        1.5,
        '1.25',
        '01:02:03',
        '00000000-0000-0000-0000-000000000001',
        '2001-02-03T02:05:06',
        '[1,null]',
        '{"a":"x"}',
        'x',
        '2001-02-03',
      ],
    ]);
  });

  it('is read into the types of the table, or refused with the row', async () => {
    const file = await parquetOf(`SELECT i AS a, i / 2 AS b FROM range(1, 4) t(i)`);
    const table = await rig.load({ content: file, format: parquet, columns: ['b STRING', 'a DOUBLE'] });
    expect(await rowsOf(table)).toEqual([
      ['0.5', 1],
      ['1.0', 2],
      ['1.5', 3],
    ]);
    const refusal = await refusalOf(rig.load({ content: file, format: parquet, columns: ['a STRING', 'b BOOLEAN'] }));
    expect(refusal.facts).toEqual({ line: '1', column: '2', column_name: 'b', expected_type: 'BOOLEAN' });
  });

  it.each([
    ['no Parquet', 'a,b\n1,x\n'],
    ['a damaged footer', 'PAR1' + 'x'.repeat(100) + 'PAR1'],
    ['an empty file', ''],
  ])('that is %s is refused', async (_, content) => {
    const refusal = await refusalOf(rig.table(content, parquet));
    expect([refusal.reason, refusal.facts]).toEqual(['bad_file', { line: '1', column: '1' }]);
  });
});

/** A Parquet file as others write it. */
async function parquetOf(query: string): Promise<Buffer> {
  const path = join(rig.folder, 'made.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return readFile(path);
}
