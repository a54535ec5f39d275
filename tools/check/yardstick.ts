import type { Reach, Tree } from './tree.ts';
import { type Spread, spreadOf, sum } from './statistics.ts';

/** One line of the table: what is measured, what other people's best is, what ours shall be, and what it is. */
export type Row = {
  readonly measure: string;
  readonly best: string;
  readonly goal: string;
  readonly now: string;
  readonly isMet: boolean;
};

/** Longer is not merely a pity: the check fails. */
export const longestFile = 400;
export const longestFunction = 80;

/** The measures of the whole tree against the goals this project set itself. */
export function measure({ sources, specs, protos, functions, forbidden, reach }: Tree): Row[] {
  const [files, bodies, messages] = [sources, functions, protos].map((all) => spreadOf(all.map(({ lines }) => lines)));
  const count = (...kinds: string[]) => forbidden.filter(({ what }) => kinds.includes(what)).length;
  const ratio = sum(specs.map(({ lines }) => lines)) / Math.max(1, sum(sources.map(({ lines }) => lines)));
  return [
    spreadRow('lines per source file', '26–57 / 131–202', files, { median: 60, p90: 200, max: longestFile }),
    spreadRow('lines per function', '8 / 30', bodies, { median: 10, p90: 35, max: longestFunction }),
    reachRow(reach),
    countRow('any outside specs', '0.2 per 1,000', count('any')),
    countRow('non-null ! outside specs', '0.1 per 1,000', count('non-null')),
    countRow('decorators', '0', count('decorator')),
    countRow('default exports', '0', count('default export')),
    countRow('inheritance except Error, parsers, WriteTx', '0', count('inheritance')),
    {
      measure: 'test lines per source line',
      best: '0.7–1.2',
      goal: '≥ 0.80',
      now: ratio.toFixed(2),
      isMet: ratio >= 0.8,
    },
    spreadRow('lines per proto file', '92 / – / 213', messages, { median: 100, p90: 250, max: 250 }),
  ];
}

function spreadRow(measure: string, best: string, now: Spread | undefined, goal: Spread): Row {
  const { median, p90, max } = now ?? spreadOf([]);
  return {
    measure: `${measure}, median / p90 / max`,
    best,
    goal: `${goal.median} / ${goal.p90} / ${goal.max}`,
    now: `${median} / ${p90} / ${max}`,
    isMet: median <= goal.median && p90 <= goal.p90 && max <= goal.max,
  };
}

/** A row for what there shall be none of. */
export function countRow(measure: string, best: string, count: number): Row {
  return { measure, best, goal: '0', now: String(count), isMet: count === 0 };
}

function reachRow(reach: Reach | undefined): Row {
  const row = { measure: 'files / lines that one write call reaches', best: '21 / 902', goal: '25 / 1200' };
  if (reach === undefined) return { ...row, now: 'not written yet', isMet: false };
  return {
    ...row,
    measure: `${row.measure} (${reach.entry})`,
    now: `${reach.files} / ${reach.lines}`,
    isMet: reach.files <= 25 && reach.lines <= 1200,
  };
}
