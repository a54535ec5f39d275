import { candidatesAfter, narrowest } from './infer-types.ts';

const none = { BOOLEAN: false, INTEGER: false, DOUBLE: false, DATE: false, TIMESTAMP: false };

describe('candidatesAfter', () => {
  it('keeps what a sample shows, and all types if it shows no value', () => {
    expect(candidatesAfter({ ...none, INTEGER: true, DOUBLE: true })).toEqual(['INTEGER', 'DOUBLE']);
    expect(candidatesAfter({ BOOLEAN: null, INTEGER: null, DOUBLE: null, DATE: null, TIMESTAMP: null })).toHaveLength(
      5,
    );
    expect(candidatesAfter(none)).toEqual([]);
  });
});

describe('narrowest', () => {
  it.each([
    [{ INTEGER: true, DOUBLE: true }, 'INTEGER'],
    [{ INTEGER: false, DOUBLE: true }, 'DOUBLE'],
    [{ DATE: true, TIMESTAMP: true }, 'DATE'],
    [{ INTEGER: null, DOUBLE: null }, 'STRING'],
    [{}, 'STRING'],
  ])('of %j is %s', (answers, name) => {
    expect(narrowest(answers).name).toBe(name);
  });
});
