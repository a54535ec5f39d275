import { charactersBefore, charactersBeforeIndex, placeOf, refuseAt } from './place.ts';

describe('a place', () => {
  it.each([
    ['', 0, 1, 1],
    ['abc', 2, 1, 3],
    ['a\nbc', 3, 2, 2],
    ['a\r\nb\rc', 5, 3, 1],
    ['é😀x', 2, 1, 3],
    ['abc', 99, 1, 4],
  ])('in %j at %i is line %i, column %i', (text, offset, line, column) => {
    expect(placeOf(text, offset)).toEqual({ line, column });
  });

  it('is counted in characters, from bytes and from UTF-16', () => {
    expect(charactersBefore('é😀x', 6)).toBe(2);
    expect(charactersBeforeIndex('é😀x', 3)).toBe(2);
  });

  it('is told in the message and in the facts', () => {
    const refusal = refuseAt('unknown_name', 'no such table', 'SELECT\n  x', 9, { name: 'x' });
    expect(refusal.message).toBe('line 2, column 3: no such table');
    expect(refusal.facts).toEqual({ name: 'x', position: '9', line: '2', column: '3' });
  });
});
