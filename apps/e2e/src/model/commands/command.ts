import fc from 'fast-check';
import type { System } from '../answer.ts';
import { answerBy } from '../oracle/judge.ts';
import { difference } from '../oracle/verdict.ts';
import { needsMore } from './needs.ts';
import { type CommandKind, resolve, type Run } from './resolve.ts';
import { say } from './say.ts';

export type ModelCommand = fc.AsyncCommand<Run, System>;

/** Thrown where model and system answer differently; the message is the whole story up to there. */
export class DifferenceError extends Error {
  override readonly name = 'DifferenceError';
}

/** Asks model and system the same, and compares what they answer. */
export function command(kind: CommandKind, numbers: readonly number[], heard: (outcome: string) => void): ModelCommand {
  let sentence = `${kind} (${numbers.join(' ')})`;
  return {
    check: ({ world }) => !needsMore(world, kind, numbers.at(-1) ?? 0),
    toString: () => sentence,
    run: async (run, system) => {
      const ask = resolve(run, kind, numbers);
      if (ask === undefined) return;
      const expected = answerBy(run.world, ask);
      const answer = await system.ask(ask);
      sentence = say(ask);
      heard(answer.ok ? `${ask.act.kind} granted` : `${ask.act.kind} ${answer.reason}`);
      run.story.push(`${sentence} → ${answer.ok ? 'done' : answer.reason}`);
      const found = difference(expected, answer);
      if (found) throw new DifferenceError(tell(run.story, found));
    },
  };
}

function tell(story: readonly string[], { expected, answer }: { expected: object; answer: object }): string {
  const lines = story.map((line, place) => `  ${place + 1}. ${line}`);
  return [
    `model and system differ on the last of ${story.length} requests:`,
    ...lines,
    `  the rules:  ${JSON.stringify(expected)}`,
    `  the system: ${JSON.stringify(answer)}`,
  ].join('\n');
}

/** How often each kind comes up beside the others. */
const weights: Readonly<Record<CommandKind, number>> = {
  create_project: 2,
  delete_project: 1,
  add_project_member: 5,
  update_project_member: 3,
  remove_project_member: 3,
  add_organization_member: 2,
  update_organization_member: 3,
  remove_organization_member: 2,
  create_bucket: 10,
  update_bucket: 4,
  delete_bucket: 4,
  create_table: 14,
  create_alias: 6,
  update_table: 3,
  delete_table: 4,
  add_column: 4,
  rename_column: 3,
  drop_column: 4,
  set_metadata: 3,
  create_share: 12,
  create_grants_share: 9,
  grant: 30,
  revoke: 5,
  add_tenants: 5,
  remove_tenants: 4,
  rename_share: 3,
  change_audience: 14,
  delete_share: 3,
  create_link: 30,
  link_table: 16,
  rename_link: 4,
  restage_link: 2,
  delete_link: 4,
  force_unlink: 4,
  get_bucket: 4,
  get_table: 3,
  list_buckets: 2,
  list_tables: 4,
  list_metadata: 3,
  get_share: 5,
  list_shares: 3,
  list_grants: 4,
  list_offers: 6,
  get_link: 6,
  list_links: 8,
  list_objects: 4,
  check_access: 12,
  count_rows: 4,
  repeat: 6,
  reuse: 4,
};

const numbersOfACommand = fc.array(fc.noBias(fc.nat(9_999)), { minLength: 14, maxLength: 14 });

/** Runs of commands, up to so many. `heard` is told each outcome, for statistics. */
export function commandsUpTo(most: number, heard: (outcome: string) => void) {
  const kinds = (Object.keys(weights) as CommandKind[]).flatMap((kind) =>
    Array.from({ length: weights[kind] }, () => numbersOfACommand.map((numbers) => command(kind, numbers, heard))),
  );
  return fc.commands(kinds, { maxCommands: most, size: 'max' });
}
