import { type Act, type Ask, type EtagChoice, isMutation, type Mutation } from '../act.ts';
import type { Handle, World } from '../world.ts';
import { type Dice, diceOf } from './dice.ts';
import { resolvers } from './resolve-act.ts';

/** What the commands of one run have in common. */
export type Run = {
  readonly world: World;
  /** Every mutation that was asked for, in order. */
  readonly asked: (Ask & { readonly act: Mutation })[];
  /** Every request and how it was answered, as sentences. */
  readonly story: string[];
};

export type CommandKind = Act['kind'] | 'repeat' | 'reuse';

/** What a command asks for in the world as it is when its turn comes. */
export function resolve(run: Run, kind: CommandKind, numbers: readonly number[]): Ask | undefined {
  const dice = diceOf(numbers);
  if (kind === 'repeat' || kind === 'reuse') return again(run, dice, kind);
  const caller = chooseCaller(dice, run.world);
  const terms = dice.of([0, 1, 2, 3, 4, 5, 6, 7]);
  const act = resolvers[kind](dice, run.world);
  if (!isMutation(act)) return { caller, act, requestId: '', validateOnly: false, etag: 'none' };
  const validateOnly = terms === 7 && dice.chance(60);
  const etag = chooseEtag(dice, run.world, act);
  // Now and then the id of somebody's earlier request: ids are of one caller and one method.
  const other = run.asked[run.asked.length - 1];
  const requestId = terms === 6 && !validateOnly && other ? other.requestId : `request-${run.asked.length + 1}`;
  const ask = { caller, act, requestId, validateOnly, etag };
  run.asked.push(ask);
  return ask;
}

/** Mostly somebody who may do nearly everything, so that much happens. */
function chooseCaller(dice: Dice, world: World): Handle {
  const [first = '', ...others] = [...world.people.keys()].filter((handle) => !handle.startsWith('keeper'));
  return dice.chance(40) ? dice.of([first, ...others]) : dice.of(['olga', 'adam', 'mia', 'max']);
}

/** Stale is what a thing had before its first update, and without one no etag is stale. */
function chooseEtag(dice: Dice, { buckets, tables, shares, links }: World, act: Mutation): EtagChoice {
  const thing =
    ('share' in act && shares.get(act.share)) ||
    ('link' in act && links.get(act.link)) ||
    ('table' in act && tables.get(act.table)) ||
    ('bucket' in act && buckets.get(act.bucket));
  const needsOne = act.kind === 'change_audience' && !dice.chance(3);
  const takesOne = needsOne || takers.has(act.kind);
  if (!takesOne) return 'none';
  if (thing && thing.updates > 0 && dice.chance(10)) return 'stale';
  return needsOne || dice.chance(15) ? 'fresh' : 'none';
}

const takers: ReadonlySet<Mutation['kind']> = new Set([
  ...(['update_bucket', 'delete_bucket', 'update_table', 'delete_table', 'add_column', 'rename_column'] as const),
  ...(['drop_column', 'rename_share', 'delete_share', 'rename_link', 'restage_link', 'delete_link'] as const),
]);

/** An earlier request once more, or its id for another one. */
function again(run: Run, dice: Dice, kind: 'repeat' | 'reuse'): Ask | undefined {
  const [first, ...others] = run.asked.filter(({ validateOnly }) => !validateOnly).toReversed();
  if (!first) return undefined;
  const earlier = dice.of([first, ...others]);
  if (kind === 'repeat') return earlier;
  const act = altered(earlier.act);
  return act && { ...earlier, act };
}

/** The same act with something else in it; undefined where there is nothing to change. */
function altered(act: Mutation): Mutation | undefined {
  if ('name' in act) return { ...act, name: `${act.name === '' ? 'a' : act.name}2` };
  if ('role' in act && act.role === 'admin') return undefined;
  if ('role' in act) return { ...act, role: 'admin' };
  if ('comment' in act) return { ...act, comment: `${act.comment}!` };
  if ('cuts' in act) return { ...act, cuts: !act.cuts };
  if ('force' in act) return { ...act, force: !act.force };
  if ('value' in act) return { ...act, value: `${act.value}2` };
  if ('stage' in act) return { ...act, stage: act.stage === 'in' ? 'out' : 'in' };
  return undefined;
}
