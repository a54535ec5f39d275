import type { Store } from '@easement/e2e';

/** What a section is asked for: which store, how much of the full numbers, and the seed that makes a run repeatable. */
export type Assignment = {
  readonly store: Store;
  /** 1 for the full numbers, 0.1 for a tenth. */
  readonly scale: number;
  readonly seed: number;
  /** Shows how far the section is; the line is written over by the next. */
  readonly progress: (line: string) => void;
};

/** What a section found out. It proved what it says if and only if there are no failures. */
export type Finding = {
  /** What is printed in the summary, in this order: "commands" → 20000. */
  readonly figures: Readonly<Record<string, number | string>>;
  /** Each says what is wrong and how to see it again. */
  readonly failures: readonly string[];
  /** Whatever more belongs into the raw figures. */
  readonly raw?: unknown;
};

/** One proof: what it shows, and how. It makes what it needs and leaves nothing behind. */
export type Section = {
  readonly name: string;
  /** A sentence that is true if the section finds no failure. */
  readonly shows: string;
  /** Where it differs: which stores it runs on. Both, if it does not say. */
  readonly stores?: readonly Store[];
  readonly prove: (assignment: Assignment) => Promise<Finding>;
};
