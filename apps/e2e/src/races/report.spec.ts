import { reportOf } from './report.ts';

describe('the report of a pair', () => {
  it('tells how it started, what both answered when, what is wrong, and the state', () => {
    const truth = {
      ...{ projects: ['prj'], shares: [], links: [], holds: [], names: [] },
      ...{ buckets: [], tables: [], closed: [], closings: [], running: [] },
    };
    const report = reportOf({
      seed: 42,
      pair: { name: 'link | drop' },
      log: ['a line about it'],
      start: { offsetMs: -3.25, door: 1 },
      finished: {
        outcomes: [
          { text: 'done', began: 103.5, ended: 110 },
          { text: 'HAS_LINKS', began: 100, ended: 120 },
        ],
        problems: ['both calls were acknowledged'],
        truth,
      },
    });
    expect(report.split('\n')).toEqual([
      'WRONG: link | drop (seed 42, offset -3.3 ms, gateway 2 first)',
      '  - both calls were acknowledged',
      '  answer done, from 3.5 ms to 10.0 ms',
      '  answer HAS_LINKS, from 0.0 ms to 20.0 ms',
      '  log a line about it',
      `  state ${JSON.stringify(truth)}`,
    ]);
  });
});
