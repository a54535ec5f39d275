import { tokenize } from './tokens.ts';

const shown = (text: string) => tokenize(text).map((token) => `${token.kind}:${token.text}`);

describe('tokenize', () => {
  it.each([
    ['select x', ['word:SELECT', 'word:X']],
    ['"Ab""c".d', ['quoted:Ab"c', 'mark:.', 'word:D']],
    [`'it''s' E'a'`, [`string:'it''s'`, `string:E'a'`]],
    ['$$a;b$$ $t$ $$ $t$', ['string:$$a;b$$', 'string:$t$ $$ $t$']],
    ['1.5e3+x', ['number:1.5e3', 'mark:+', 'word:X']],
    ['a -- ; "\nb', ['word:A', 'word:B']],
    ['a /* x /* y */ ; */ b', ['word:A', 'word:B']],
    ['a\u00a0b\tc', ['word:A', 'word:B', 'word:C']],
    ['číslo 😀', ['word:číSLO', 'word:😀']],
    ['ſelect', ['word:ſELECT']],
    ['a\u200bb', ['word:A', 'word:B']],
    [String.raw`E'it\'s' 'it\'`, [String.raw`string:E'it\'s'`, String.raw`string:'it\'`]],
    [String.raw`1e'\'' 1e5x`, ['number:1', String.raw`string:e'\''`, 'number:1e5', 'word:X']],
    ["0x1Fe'a' 1_0.5", ['number:0', 'word:X1FE', "string:'a'", 'number:1_0.5']],
    ['1$$a$$ a$$b$$', ['number:1', 'string:$$a$$', 'word:A$$B$$']],
    ['', []],
    ['  -- nothing', []],
  ])('cuts %j', (text, tokens) => {
    expect(shown(text)).toEqual(tokens);
  });

  it.each([String.raw`E'abc\'`, `'abc`, '"abc', '$$abc', '/* abc'])('reads %j to the end of the text', (text) => {
    expect(tokenize(`x ${text}; y`)).toMatchObject([{ text: 'X' }, { kind: 'unclosed', raw: `${text}; y` }]);
  });

  it('says where tokens begin, and keeps words as typed', () => {
    expect(tokenize('  Select "a b"')).toMatchObject([
      { raw: 'Select', index: 2 },
      { raw: '"a b"', index: 9 },
    ]);
  });

  it('stops after as many as were asked for', () => {
    expect(tokenize('a b c d', 2)).toHaveLength(2);
  });
});
