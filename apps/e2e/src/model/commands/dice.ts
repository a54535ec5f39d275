import { living, type Handle, type World } from '../world.ts';

/**
 * Turns numbers into choices. A command holds numbers and not things, since what there is to choose from is known only
 * when it runs; 0 always makes the plainest choice, so that commands shrink to plain ones.
 */
export type Dice = {
  readonly of: <const T>(choices: readonly [T, ...T[]]) => T;
  /** True so often in a hundred. */
  readonly chance: (percent: number) => boolean;
  /** Mostly one of those that are there; else one that is gone, one of another organization, or one that never was. */
  readonly thing: (things: ReadonlyMap<Handle, Choosable>, never: Handle) => Handle;
};

type Choosable = {
  readonly handle: Handle;
  readonly organization: Handle;
  readonly gone: boolean;
  readonly removal?: unknown;
};

export function diceOf(numbers: readonly number[]): Dice {
  let at = 0;
  const next = (): number => numbers[at++] ?? 0;
  const of = <const T>(choices: readonly [T, ...T[]]): T => choices[next() % choices.length] ?? choices[0];
  return {
    of,
    chance: (percent) => next() % 100 >= 100 - percent,
    thing: (things, never) => {
      const number = next();
      const mine = living(things).filter(
        ({ organization, removal }) => organization === 'ours' && removal === undefined,
      );
      const among = number % 10 < 9 && mine.length > 0 ? mine : [...things.values(), { handle: never }];
      return among[Math.floor(number / 10) % among.length]?.handle ?? never;
    },
  };
}

/** Handles that stand for ids which nobody was ever given. */
export const nevers = {
  project: 'no project',
  person: 'no person',
  bucket: 'no bucket',
  table: 'no table',
  share: 'no share',
  link: 'no link',
} as const;

export const chooseProject = (dice: Dice, world: World): Handle => dice.thing(world.projects, nevers.project);
export const choosePerson = (dice: Dice, world: World): Handle => dice.thing(withoutKeepers(world), nevers.person);
export const chooseBucket = (dice: Dice, world: World): Handle => dice.thing(world.buckets, nevers.bucket);
export const chooseTable = (dice: Dice, world: World): Handle => dice.thing(world.tables, nevers.table);
export const chooseShare = (dice: Dice, world: World): Handle => dice.thing(world.shares, nevers.share);
export const chooseLink = (dice: Dice, world: World): Handle => dice.thing(world.links, nevers.link);

/** Where a bucket is asked for, a link may stand. */
export function chooseBucketOrLink(dice: Dice, world: World): Handle {
  return dice.chance(12) ? chooseLink(dice, world) : chooseBucket(dice, world);
}

function withoutKeepers({ people }: World): World['people'] {
  return new Map([...people].filter(([handle]) => !handle.startsWith('keeper')));
}

const names = ['sales', 'stock', 'crew', 'fleet', 'ports', 'tax', 'Sales', 'Straße', 'STRASSE', 'map 2'] as const;
const badNames = [' sales', 'sa\u200bles', 'sales\n', '', 'a/b'] as const;

/** Few enough that they clash, also by case alone; now and then one that is none. */
export function chooseName(dice: Dice): string {
  return dice.chance(2) ? dice.of(badNames) : dice.of(names);
}

export function chooseColumn(dice: Dice): string {
  return dice.chance(2) ? 'a\u0000' : dice.of(['id', 'name', 'ID', 'größe', 'GRÖSSE', 'due date']);
}
