import { checkDisplayName } from './display-name.ts';

describe('checkDisplayName', () => {
  it.each([
    ['nothing', ''],
    ['a name', 'Ada Lovelace'],
    ['a name in any script, with its marks', 'Ñandú Ὀδυσσεύς 王小明'],
    ['punctuation', "O'Neill, Jr. (she/her)"],
    ['an emoji', 'Ada 🚀'],
  ])('keeps %s', (_, name) => {
    expect(checkDisplayName(name)).toBe(name);
  });

  it('keeps one form of an accent', () => {
    expect(checkDisplayName('Rene\u0301')).toBe('Ren\u00e9');
  });

  it.each([
    ['a line break', 'Ada\nOwner'],
    ['a control character', 'Ada\u0007'],
    ['a change of direction', 'Ada\u202eadmin'],
    ['a zero-width space', 'Ada\u200b'],
    ['half a surrogate pair', 'Ada\ud83d'],
    ['a private character', 'Ada\ue000'],
  ])('refuses %s', (_, name) => {
    expect(() => checkDisplayName(name)).toThrow(/control or invisible characters/);
  });
});
