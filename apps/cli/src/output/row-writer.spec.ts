import { type Format, type Printer } from './printer.ts';
import { createRowWriter, uniqueNames } from './row-writer.ts';

async function written(
  format: Format,
  names: readonly string[],
  rows: readonly (readonly (string | bigint | null)[])[],
) {
  const parts: string[] = [];
  const print: Printer = {
    format,
    write: async (text) => void parts.push(String(text)),
    emphasis: (text) => text,
    list: async () => undefined,
    one: async () => undefined,
  };
  const writer = createRowWriter(print, names);
  for (const row of rows) await writer.row(row);
  await writer.end();
  return parts;
}

describe('createRowWriter', () => {
  it('writes valid JSON and YAML of no rows too', async () => {
    expect(JSON.parse((await written('json', ['a'], [])).join(''))).toEqual([]);
    expect((await written('csv', ['a'], [])).join('')).toBe('a\r\n');
    expect((await written('table', ['a'], [])).join('')).toBe('a\n');
    expect((await written('table', [], [])).join('')).toBe('');
  });

  it('writes as it goes instead of keeping everything', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => [BigInt(index), 'some text']);
    const parts = await written('json', ['n', 't'], rows);
    expect(parts.length).toBeGreaterThan(3);
    const read = JSON.parse(parts.join('')) as { n: string }[];
    expect(read).toHaveLength(10_000);
    expect(read.at(-1)).toEqual({ n: '9999', t: 'some text' });
  });
});

it('uniqueNames tells columns of one name apart, and keeps the names there are', () => {
  expect(uniqueNames(['n', 'n', 'n_2', 'n', 'm'])).toEqual(['n', 'n_3', 'n_2', 'n_4', 'm']);
});
