import { interpolate, interpolateAll, referencesIn } from './interpolate.ts';

const variables = { GIVEN: 'given', EMPTY: '' };

describe('interpolate', () => {
  it.each([
    ['plain', 'plain'],
    ['a-${GIVEN:?needed}-b-${GIVEN:-other}', 'a-given-b-given'],
    ['${MISSING:-default}', 'default'],
    ['${EMPTY:-default}', 'default'],
    ['${MISSING:-}', ''],
    ['costs 5 $$ or $${GIVEN}', 'costs 5 $ or ${GIVEN}'],
  ])('makes of %j %j', (text, made) => {
    expect(interpolate(text, variables)).toBe(made);
  });

  it.each(['${MISSING:?say what}', '${EMPTY:?say what}'])('refuses %s where nothing is given', (text) => {
    expect(() => interpolate(text, variables)).toThrow('say what');
  });

  it.each(['$GIVEN', '${GIVEN}', '${GIVEN-other}', '${GIVEN?needed}'])(
    'refuses %s, which would let a forgotten variable pass or is not known',
    (text) => {
      expect(() => interpolate(text, variables)).toThrow(text);
    },
  );
});

describe('interpolateAll', () => {
  it('reaches every text and leaves the rest as it is', () => {
    const value = { a: ['${GIVEN:-}', 1, null], b: { c: '${GIVEN:-}', d: true } };
    expect(interpolateAll(value, variables)).toEqual({ a: ['given', 1, null], b: { c: 'given', d: true } });
  });
});

describe('referencesIn', () => {
  it('names each variable once and tells whether it must be given', () => {
    expect(referencesIn('${A:?x} ${B:-y} $$ ${A:?x}')).toEqual([
      { name: 'A', isRequired: true },
      { name: 'B', isRequired: false },
    ]);
  });
});
