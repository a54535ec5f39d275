import { type Random, randomOf } from '../races/random.ts';
import { type Chooser, chooserOf } from './chooser.ts';
import type { Making } from './statements/grammar.ts';
import { engineStatement } from './statements/engine-statements.ts';
import { ownStatement } from './statements/own-statements.ts';
import { statementOf } from './statements/queries.ts';
import { mutate, respell } from './statements/spelling.ts';

/** A statement, still with placeholders for closed names, and what is expected of it. */
export type Generated = {
  readonly statement: string;
  /** Has a piece that must be refused wherever it stands. */
  readonly isHostile: boolean;
  /** Characters were changed by chance: whatever it means now. */
  readonly isMutated: boolean;
};

type Kept = Pick<Making, 'tables' | 'scratch' | 'targets'>;

const shares = { own: 0.3, engine: 0.05, hostile: 0.5, respelled: 0.4, mutated: 0.12 };
/** Of the pieces of a hostile statement: so few that it is seldom more than one. */
const hostility = 0.06;

/** Statements without end, the same for the same seed. */
export function* generate(kept: Kept, seed: number): Generator<Generated, never> {
  const random: Random = randomOf(seed);
  const choose = chooserOf(random);
  for (;;) {
    const making: Making = {
      ...{ ...kept, choose, isHostile: false, nextName: 0 },
      hostility: choose.chance(shares.hostile) ? hostility : 0,
    };
    const made = makerOf(choose)(making);
    const spelled = choose.chance(shares.respelled) ? respell(made, choose) : made;
    const isMutated = choose.chance(shares.mutated);
    yield { statement: isMutated ? mutate(spelled, choose) : spelled, isHostile: making.isHostile, isMutated };
  }
}

function makerOf(choose: Chooser): (making: Making) => string {
  if (choose.chance(shares.engine)) return engineStatement;
  return choose.chance(shares.own) ? ownStatement : statementOf;
}
