import type { Random } from '../races/random.ts';

/** Chooses among what may stand somewhere; the same way for the same seed. */
export type Chooser = {
  readonly below: (limit: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly one: <T>(of: readonly T[]) => T;
  /** Between `least` and `most` of what `make` makes. */
  readonly some: <T>(least: number, most: number, make: (index: number) => T) => T[];
};

export function chooserOf(random: Random): Chooser {
  const below: Chooser['below'] = (limit) => Math.floor(random() * limit);
  return {
    below,
    chance: (probability) => random() < probability,
    one: (of) => {
      const chosen = of[below(of.length)];
      if (chosen === undefined) throw new Error('there is nothing to choose from');
      return chosen;
    },
    some: (least, most, make) => Array.from({ length: least + below(most - least + 1) }, (_, index) => make(index)),
  };
}
