import { openOperatorDoor, readOperatorTokens } from './operator-token.ts';

const [old, next] = ['o'.repeat(32), 'n'.repeat(512)];

describe('readOperatorTokens', () => {
  it.each([
    ['one', old, [old]],
    ['one with a line break after it', `${old}\n`, [old]],
    ['the next before the one it replaces', `${next}\n${old}\n`, [next, old]],
  ])('reads %s', (_, text, tokens) => {
    expect(readOperatorTokens(text)).toEqual(tokens);
  });

  it.each([
    ['nothing', ' \n'],
    ['one that could be guessed', 'x'.repeat(31)],
    ['a guessable one beside a good one', `${old}\nsecret`],
    ['one that no header can carry', 'é'.repeat(40)],
    ['one without end', 'x'.repeat(513)],
  ])('refuses %s without repeating it', (_, text) => {
    expect(() => readOperatorTokens(text)).toThrow(/^an operator token is at least 32 visible ASCII characters/);
  });
});

describe('openOperatorDoor', () => {
  it('opens to each of the tokens and to nothing else', async () => {
    const { isOperatorToken, madeFile } = await openOperatorDoor({ given: [next, old] });
    expect(madeFile).toBeUndefined();
    const tried = [next, old, '', `${old} `, old.slice(1), next.toUpperCase(), `${next}\n${old}`];
    expect(tried.map(isOperatorToken)).toEqual([true, true, false, false, false, false, false]);
  });
});
