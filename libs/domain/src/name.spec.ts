import fc from 'fast-check';
import { checkColumnName, checkName, columnKey, nameKey, type Refusal } from './index.ts';

const zeroWidth = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad'];
const controls = ['\u0000', '\t', '\n', '\u001b', '\u007f', '\u0085', '\u2028', '\u202e'];

const letters = fc.constantFrom(...'abcxyzABCXYZäöüßẞéÉñçøåσςΣΩжЖıİǅﬁ가漢ア');
const inside = fc.oneof({ weight: 6, arbitrary: letters }, fc.constantFrom(...'0123456789_- '));
const edge = fc.oneof({ weight: 6, arbitrary: letters }, fc.constantFrom(...'0123456789_-'));
const goodName = fc
  .tuple(edge, fc.array(inside, { maxLength: 40 }), edge)
  .map(([first, middle, last]) => first + middle.join('') + last);

function refusalOf(act: () => unknown): Partial<Refusal> {
  try {
    act();
  } catch (error) {
    return error as Refusal;
  }
  return {};
}

describe('checkName', () => {
  it.each([
    'a',
    '_',
    '-',
    '7',
    'Flights 2001',
    'ticket-sales_v2',
    'Übersicht',
    '料金',
    'x'.repeat(128),
    '\u{1d49c}'.repeat(128),
  ])('keeps %j', (name) => {
    expect(checkName(name)).toBe(name);
  });

  it.each([
    ['nothing', ''],
    ['a space alone', ' '],
    ['a space before', ' a'],
    ['a space after', 'a '],
    ['a no-break space inside', 'a\u00a0b'],
    ['a dot', 'a.b'],
    ['a slash', 'a/b'],
    ['a quote', "a'b"],
    ['a percent sign', 'a%b'],
    ['a symbol', 'a😀b'],
    ['an accent with no letter before it', '\u0301a'],
    ['129 characters', 'x'.repeat(129)],
    ['half a surrogate pair', 'a\ud800b'],
    ...zeroWidth.map((character) => [`the invisible ${escape(character)}`, `a${character}b`]),
    ...controls.map((character) => [`the control character ${escape(character)}`, `a${character}b`]),
  ])('refuses %s', (_, name) => {
    expect(refusalOf(() => checkName(name))).toMatchObject({ reason: 'invalid_field', facts: { field: 'name' } });
  });

  it('names the field it was told of', () => {
    expect(refusalOf(() => checkName('', 'bucket.name'))).toMatchObject({ facts: { field: 'bucket.name' } });
  });

  it('keeps every name of letters, digits, _, - and spaces inside, in NFC', () => {
    fc.assert(
      fc.property(goodName, (name) => {
        expect(checkName(name.normalize('NFD'))).toBe(name.normalize('NFC'));
      }),
    );
  });

  it('mends nothing: a space at either end of any name is refused', () => {
    fc.assert(
      fc.property(goodName, fc.constantFrom(' ', ...zeroWidth, ...controls), fc.boolean(), (name, mark, before) => {
        expect(refusalOf(() => checkName(before ? mark + name : name + mark)).reason).toBe('invalid_field');
      }),
    );
  });
});

describe('nameKey', () => {
  it.each([
    ['case', 'Flights', 'fLIGHTS'],
    ['the form of an accent', 'caf\u00e9', 'cafe\u0301'],
    ['case and the form of an accent', 'CAF\u00c9', 'cafe\u0301'],
    ['sharp s, small and capital', 'STRA\u1e9eE', 'stra\u00dfe'],
    ['sharp s and ss', 'straße', 'STRASSE'],
    ['the final form of sigma', 'ΟΔΟΣ', 'οδοσ'],
    ['the Kelvin sign', '\u212a', 'k'],
    ['a ligature', 'ﬁle', 'FILE'],
  ])('is the same without regard to %s', (_, one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  it.each([
    ['an accent', 'cafe', 'café'],
    ['a space', 'a b', 'ab'],
    ['the two characters that separate words', 'a_b', 'a-b'],
    ['a letter of another script that looks alike', 'a', '\u0430'],
    ['a digit', 'a1', 'a2'],
  ])('differs by %s', (_, one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });

  it('is the same for every spelling of a name in case and form, and its own key', () => {
    fc.assert(
      fc.property(goodName, (name) => {
        const key = nameKey(name);
        for (const spelling of [
          key,
          name.toUpperCase(),
          name.toLowerCase(),
          name.normalize('NFD'),
          key.normalize('NFD'),
        ]) {
          expect(nameKey(spelling)).toBe(key);
        }
      }),
    );
  });

  it('is its own key for every letter, mark and digit there is', () => {
    const unstable = everyCharacter().filter((character) => {
      const key = nameKey(`a${character}a`);
      return [key, `A${character.toUpperCase()}A`, `a${character.toLowerCase()}a`].some((one) => nameKey(one) !== key);
    });
    expect(unstable).toEqual([]);
  });
});

describe('checkColumnName', () => {
  it.each(['a', 'Cost Total $', 'Precip, Sky Condition', 'a.b', '"quoted"', '100%', '😀', 'naïve', 'x'.repeat(128)])(
    'keeps %j',
    (name) => {
      expect(checkColumnName(name)).toBe(name);
    },
  );

  it.each([
    ['nothing', ''],
    ['a space at the end', 'a '],
    ['a no-break space at the start', '\u00a0a'],
    ['129 characters', 'x'.repeat(129)],
    ...zeroWidth.map((character) => [`the invisible ${escape(character)}`, `a${character}b`]),
    ...controls.map((character) => [`the control character ${escape(character)}`, `a${character}b`]),
  ])('refuses %s', (_, name) => {
    expect(refusalOf(() => checkColumnName(name)).reason).toBe('invalid_field');
  });

  it('admits every name that a bucket or a table may have', () => {
    fc.assert(
      fc.property(goodName, (name) => {
        expect(checkColumnName(name)).toBe(checkName(name));
      }),
    );
  });
});

describe('columnKey', () => {
  it.each([
    ['ASCII case alone', 'Delay', 'dELAY', true],
    ['the form of an accent', 'caf\u00e9', 'cafe\u0301', true],
    ['the case of other letters', 'É', 'é', false],
  ])('folds %s', (_, one, other, same) => {
    expect(columnKey(one) === columnKey(other)).toBe(same);
  });
});

function escape(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function everyCharacter(): string[] {
  const characters: string[] = [];
  for (let point = 0; point <= 0x10ffff; point++) {
    const character = String.fromCodePoint(point);
    if (/[\p{L}\p{M}\p{N}]/u.test(character)) characters.push(character);
  }
  return characters;
}
