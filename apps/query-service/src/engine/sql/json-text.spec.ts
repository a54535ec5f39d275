import { parseExactly } from './json-text.ts';

describe('parseExactly', () => {
  it.each(['9007199254740993', '1.10', '1e3', '14083847773837265362', '-0.0'])('keeps the digits of %s', (text) => {
    expect(JSON.stringify(parseExactly(`[${text}]`))).toBe(`[${text}]`);
  });

  it('answers other values as they are', () => {
    expect(parseExactly('{"a":[1,-2,true,null,"1.10"]}')).toEqual({ a: [1, -2, true, null, '1.10'] });
  });
});
