/** How much a producer may send before somebody takes something off its hands. */
export type Credits = {
  readonly add: (count: number) => void;
  /** Starts again with so many. */
  readonly reset: (count: number) => void;
  /** Uses one up, waiting until there is one. */
  readonly take: () => Promise<void>;
};

export function credits(): Credits {
  let left = 0;
  let wake: (() => void) | undefined;
  return {
    add: (count) => {
      left += count;
      wake?.();
    },
    reset: (count) => {
      left = count;
    },
    take: async () => {
      while (left <= 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      left--;
    },
  };
}
