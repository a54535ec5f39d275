import type { Client } from '@easement/client';
import type { Read } from './history.ts';
import type { Stage } from './stage.ts';
import { tryWay, type Way } from './ways.ts';

/** Who reads by one way, in a loop, through one gateway. */
export type Reader = { readonly way: Way; readonly client: Client };

/** Readers at work. */
export type Reading = {
  /** Once every reader has ended a read, or gives up. */
  readonly warm: Promise<unknown>;
  /** Lets every reader begin another read at once, and its loop come to an end after some more; answers all reads. */
  readonly finish: () => Promise<readonly Read[]>;
};

/** Reads of a loop that begin after the cut. */
const readsAfterwards = 1;
/** A loop ends by itself, whatever becomes of the cut. */
const mostReads = 400;

export function startReading(readers: readonly Reader[], stage: Stage): Reading {
  const reads: Read[] = [];
  let isCut = false;
  const readOnce = async ({ way, client }: Reader): Promise<void> => {
    const began = performance.now();
    const outcome = await tryWay(way, client, stage);
    reads.push({ way: way.name, began, ended: performance.now(), outcome });
  };
  const goOn = async (reader: Reader): Promise<void> => {
    let left = readsAfterwards;
    for (let nth = 1; nth < mostReads && left > 0; nth++) {
      if (isCut) left -= 1;
      await readOnce(reader);
    }
  };
  const firsts = readers.map(readOnce);
  const loops = readers.map((reader, nth) => firsts[nth]?.then(() => goOn(reader)));
  return {
    warm: Promise.all(firsts),
    finish: async () => {
      isCut = true;
      await Promise.all([...readers.map(readOnce), ...loops]);
      return reads;
    },
  };
}
