import fc from 'fast-check';
import { printable, printableLines } from './printable.ts';

describe('printable', () => {
  it('keeps what can be seen', () => {
    const text = 'Zürich 東京 👩‍🚀 "a" $b\\n';
    expect(printable('Zürich 東京 "a" $b\\n')).toBe('Zürich 東京 "a" $b\\n');
    expect(printable(text)).toContain('👩');
  });

  it('writes out what moves the cursor, turns text around or hides', () => {
    expect(printable('a\u001b[2Jb')).toBe('a\\u001b[2Jb');
    expect(printable('a\nb\tc\r')).toBe('a\\nb\\tc\\r');
    expect(printable('a\u202eb\u200bc\u2066d\u009b')).toBe('a\\u202eb\\u200bc\\u2066d\\u009b');
  });

  it('lets no control character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

it('printableLines keeps line breaks alone', () => {
  expect(printableLines('a\nb\u0007')).toBe('a\nb\\u0007');
});
