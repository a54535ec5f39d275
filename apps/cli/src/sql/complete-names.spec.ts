import { completeWord, quoted } from './complete-names.ts';

const names = ['flights', 'flights.airports', 'flights."late ones"'];

describe('completeWord', () => {
  it('offers names and words that begin like the last word, in any case', () => {
    expect(completeWord('SELECT * FROM FLI', names)).toEqual([names, 'FLI']);
    expect(completeWord('select count(flights.a', names)).toEqual([['flights.airports'], 'flights.a']);
    expect(completeWord('sel', names)).toEqual([['SELECT'], 'sel']);
  });

  it('offers nothing for nothing', () => {
    expect(completeWord('SELECT ', names)).toEqual([[], '']);
    expect(completeWord('', names)).toEqual([[], '']);
  });
});

it('quoted puts quotes only where SQL needs them', () => {
  expect(['flights', 'late ones', 'a"b', '2nd'].map(quoted)).toEqual(['flights', '"late ones"', '"a""b"', '"2nd"']);
});
