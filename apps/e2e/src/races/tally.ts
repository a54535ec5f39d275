import { type Balance, newBalance } from './balance.ts';
import type { Outcomes, Pair } from './pair.ts';

/** How often each kind of pair ended how. */
export type Tally = {
  readonly add: (pair: Pair, outcomes: Outcomes) => void;
  readonly balanceOf: (pair: Pair) => Balance;
  readonly count: () => number;
  /** By the name of the pair, how often it ended with which `answer / answer`. */
  readonly outcomes: () => OutcomeTable;
};

export type OutcomeTable = Readonly<Record<string, Readonly<Record<string, number>>>>;

export function newTally(): Tally {
  const ends = new Map<string, Map<string, number>>();
  const balances = new Map<string, Balance>();
  let count = 0;
  const balanceOf = ({ name }: Pair): Balance => {
    const balance = balances.get(name) ?? newBalance();
    balances.set(name, balance);
    return balance;
  };
  return {
    balanceOf,
    count: () => count,
    add: (pair, outcomes) => {
      count += 1;
      const end = outcomes.map(({ text }) => text).join(' / ');
      const counts = ends.get(pair.name) ?? new Map<string, number>();
      ends.set(pair.name, counts.set(end, (counts.get(end) ?? 0) + 1));
      balanceOf(pair).tell(firstCame(pair, outcomes));
    },
    outcomes: () => {
      const sorted = [...ends].toSorted(([one], [other]) => (one < other ? -1 : 1));
      return Object.fromEntries(sorted.map(([name, counts]) => [name, Object.fromEntries(counts)]));
    },
  };
}

function firstCame(pair: Pair, outcomes: Outcomes): boolean {
  return pair.firstCame ? pair.firstCame(outcomes) : outcomes[0].text === 'done';
}

/** One line for each end that a kind of pair has come to. */
export function outcomeLines(table: OutcomeTable): string[] {
  return Object.entries(table).flatMap(([name, counts]) =>
    Object.entries(counts)
      .toSorted(([, one], [, other]) => other - one)
      .map(([end, count], place) => `${(place === 0 ? name : '').padEnd(32)}${String(count).padStart(6)}  ${end}`),
  );
}
