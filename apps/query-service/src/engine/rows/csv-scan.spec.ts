import fc from 'fast-check';
import { CsvFormError, scanCsv, type CsvRecord } from './csv-scan.ts';

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function scan(content: string | Uint8Array, delimiter = ',', size = 3): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for await (const record of scanCsv(chunked(bytes, size), delimiter)) records.push(record);
  return records;
}

async function failure(content: string | Uint8Array): Promise<[string, number, number]> {
  const error: unknown = await scan(content).catch((thrown: unknown) => thrown);
  if (error instanceof CsvFormError) return [error.message, error.line, error.column];
  throw new Error('nothing is wrong');
}

describe('scanCsv', () => {
  it.each([
    [
      'a,b\n1,2\n',
      [
        [1, 1],
        [2, 2],
      ],
    ],
    [
      'a,b\n1,2',
      [
        [1, 1],
        [2, 2],
      ],
    ],
    [
      'a,b\r\n1,2\r\n',
      [
        [1, 1],
        [2, 2],
      ],
    ],
    [
      'a,b\r1,2\r',
      [
        [1, 1],
        [2, 2],
      ],
    ],
    [
      'a,b\r1,2',
      [
        [1, 1],
        [2, 2],
      ],
    ],
    ['"x\ny",z,"\n\n",w\nlast\n', [[1, 2, 2, 4], [5]]],
    ['"x\r\ny",z\n', [[1, 2]]],
    ['""\n', [[1]]],
    ['"a""b",c\n', [[1, 1]]],
    [',\n', [[1, 1]]],
    ['"a" ,b\n', [[1, 1]]],
    ['', []],
  ])('finds the lines of the fields of %j', async (content, lines) => {
    expect((await scan(content)).map((record) => record.lines)).toEqual(lines);
  });

  it('tells lines without anything in them from fields without anything in them', async () => {
    expect((await scan('a\n\n""\n \n')).map(({ isBlank }) => isBlank)).toEqual([false, true, false, false]);
  });

  it('keeps the values of the first record alone', async () => {
    const records = await scan('"a ""b""",č,"x\ny",\n1,2,3,4\n');
    expect(records.map(({ values }) => values)).toEqual([['a "b"', 'č', 'x\ny', ''], undefined]);
  });

  it('cuts at another delimiter', async () => {
    expect((await scan('a,b;c\n', ';'))[0]?.values).toEqual(['a,b', 'c']);
  });

  it('reads the same however the bytes arrive', async () => {
    const content = 'a,"b\nč"",",\r\n"😀",\r\n\r\n1,2,3\r\n';
    const whole = await scan(content, ',', 1_000);
    for (const size of [1, 2, 5]) expect(await scan(content, ',', size)).toEqual(whole);
  });

  it('reads back what is written as RFC 4180 says', async () => {
    const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
    const row = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(row, fc.array(row, { maxLength: 5 }), async (first, others) => {
        const content = [first, ...others].map((values) => values.map(quoted).join(',')).join('\r\n');
        const records = await scan(content);
        expect(records[0]?.values).toEqual(first.map((value) => Buffer.from(value).toString()));
        expect(records.map(({ lines }) => lines.length)).toEqual([first, ...others].map(({ length }) => length));
      }),
      { numRuns: 100 },
    );
  });
});

describe('what breaks the form', () => {
  it.each<[string, string | Uint8Array, string, number, number]>([
    ['a quote that is never closed', 'a,b\n1,"x\n\n', 'never closed', 2, 2],
    ['text behind a closing quote', 'a\n"x"y\n', 'behind the closing quote', 2, 1],
    ['lines that end differently', 'a\r\nb\n', 'another way', 2, 1],
    ['a CR among lines that end in LF', 'a\nb\rc\n', 'another way', 2, 1],
    ['Latin-1', Buffer.from('a,b\n1,caf\xe9\n', 'latin1'), 'UTF-8', 2, 2],
    ['a continuation byte by itself', new Uint8Array([0x61, 0x0a, 0x80]), 'UTF-8', 2, 1],
    ['a character that is cut off', new Uint8Array([0xe2, 0x82, 0x0a]), 'UTF-8', 1, 1],
  ])('is told with line and column: %s', async (_, content, what, line, column) => {
    const [message, ...place] = await failure(content);
    expect(message).toContain(what);
    expect(place).toEqual([line, column]);
  });
});
