/** Lets through whoever comes to a point, but the first who comes to the one that is armed: who waits until told to go on. */
export type Gate = {
  readonly pass: (point: string) => Promise<void>;
  readonly arm: (point: string | undefined) => void;
  readonly goOn: () => void;
};

export function newGate(tellArrived: (point: string) => void): Gate {
  let armed: string | undefined;
  let waiting = Promise.withResolvers<void>();
  return {
    arm: (point) => void (armed = point),
    goOn: () => waiting.resolve(),
    pass: async (point) => {
      if (point !== armed) return;
      armed = undefined;
      waiting = Promise.withResolvers<void>();
      tellArrived(point);
      await waiting.promise;
    },
  };
}
