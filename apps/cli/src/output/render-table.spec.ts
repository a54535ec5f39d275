import { renderFields, renderTable } from './render-table.ts';

const plain = (text: string) => text;

describe('renderTable', () => {
  it('lines up columns, numbers to the right, without space at the ends', () => {
    const rows = [
      ['airports', 3_376, undefined],
      ['flights', 20_000n, 'big'],
    ];
    expect(renderTable(['name', 'rows', 'note'], rows, plain)).toBe(
      ['name       rows  note', 'airports   3376', 'flights   20000  big', ''].join('\n'),
    );
  });

  it('knows how wide letters are', () => {
    const [, first, second] = renderTable(
      ['a', 'b'],
      [
        ['東京', 'x'],
        ['Ulm', 'x'],
      ],
      plain,
    ).split('\n');
    expect(first).toBe('東京  x');
    expect(second).toBe('Ulm   x');
  });

  it('writes out control characters', () => {
    expect(renderTable(['a'], [['\u001b[31mred']], plain)).toContain('\\u001b[31mred');
    expect(renderFields([['a', 'two\nlines']], plain)).toBe('a  two\\nlines\n');
  });

  it('puts emphasis on titles alone', () => {
    expect(renderTable(['a'], [['b']], (text) => `<${text}>`)).toBe('<a>\nb\n');
  });
});
