import Table from 'cli-table3';
import { findBoundaryBreaks } from './boundaries.ts';
import { findProblems } from './problems.ts';
import { readTree } from './tree.ts';
import { countRow, measure, type Row } from './yardstick.ts';

/** Prints the yardstick of this project for the whole tree, and fails on what may not be. */
async function main(): Promise<void> {
  const tree = readTree('apps/sharing-service/src/shares/create-share.ts');
  const breaks = await findBoundaryBreaks();
  console.log(toTable([...measure(tree), countRow('imports across a boundary', '–', breaks.length)]));
  const problems = [...findProblems(tree), ...breaks];
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

function toTable(rows: readonly Row[]): string {
  const table = new Table({
    head: ['measure', 'best seen', 'ours at most', 'now', ''],
    style: { head: [], border: [] },
  });
  table.push(
    ...rows.map(({ measure, best, goal, now, isMet }) => [measure, best, goal, now, isMet ? 'met' : 'missed']),
  );
  return table.toString();
}

await main();
