import { type Proof, summaryOf } from './report.ts';
import { chooseSections } from './sections.ts';

const proof: Proof = {
  section: 'model',
  shows: 'it answers as it should',
  store: 'sqlite',
  scale: 0.1,
  seed: 7,
  seconds: 12.4,
  figures: { commands: 2_000, differences: 0 },
  failures: [],
};

describe('the summary of proofs', () => {
  it('gives each proof a line with its figures', () => {
    expect(summaryOf([proof])).toEqual(['  shown  model  sqlite  2,000 commands, 0 differences  12 s']);
  });

  it('tells of each failure in full below the lines', () => {
    const failed: Proof = { ...proof, store: 'mysql', failures: ['the second link was answered\nsee --seed 7'] };
    expect(summaryOf([proof, failed]).slice(1)).toEqual([
      '  FAILED  model  mysql   2,000 commands, 0 differences  12 s',
      '',
      'model on mysql: not shown that it answers as it should',
      'the second link was answered\nsee --seed 7',
    ]);
  });
});

describe('choosing sections', () => {
  const all = ['first', 'second', 'third'].map((name) => ({
    name,
    shows: `${name} holds`,
    prove: () => Promise.resolve({ figures: {}, failures: [] }),
  }));

  it('takes all where none is named', () => {
    expect(chooseSections(all, [])).toEqual(all);
  });

  it('takes the named ones in their own order', () => {
    expect(chooseSections(all, ['third', 'first']).map(({ name }) => name)).toEqual(['first', 'third']);
  });

  it('refuses a name that no section has', () => {
    expect(() => chooseSections(all, ['fourth'])).toThrow('no such section: fourth; there are first, second, third');
  });
});
