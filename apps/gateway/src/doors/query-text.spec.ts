import { chosen, readQuery } from './query-text.ts';

const read = (text: string) => readQuery(new URLSearchParams(text), ['format', 'mode', 'null_text']);
const formats = { csv: 1, parquet: 2 };

it('finds what is given, and nothing for what is not', () => {
  const query = read('format=csv&null_text=');
  expect([query('format'), query('mode'), query('null_text')]).toEqual(['csv', undefined, '']);
});

it('reads escapes as browsers write them', () => {
  expect(read('null_text=a%20b%2Bc+d')('null_text')).toBe('a b+c d');
});

it.each([
  ['formt=csv', 'formt', 'formt is not known here; there are format, mode, null_text'],
  ['format=csv&format=csv', 'format', 'format is given more than once'],
  ['__proto__=x', '__proto__', '__proto__ is not known here'],
  ['=x', '', ' is not known here'],
])('refuses %j and names the key', (text, field, message) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ reason: 'invalid_field', facts: { field } }) as Error);
  expect(() => read(text)).toThrow(message);
});

it('finds what a word stands for', () => {
  expect(chosen(read('format=parquet'), 'format', formats)).toBe(2);
  expect(chosen(read('format=parquet'), 'mode', formats)).toBeUndefined();
});

it('takes false for a choice like any other', () => {
  expect(chosen(read('mode=false'), 'mode', { true: true, false: false })).toBe(false);
});

it.each(['', 'CSV', 'json', 'toString', 'constructor'])('refuses the word %j and tells the others', (word) => {
  expect(() => chosen(read(`format=${word}`), 'format', formats)).toThrow(
    `format is ${JSON.stringify(word)}, not one of csv, parquet`,
  );
});
