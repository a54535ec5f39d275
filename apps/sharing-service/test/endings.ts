import type { CatalogMethod } from '@easement/testing';
import type { Step } from '../src/index.ts';
import { outcomeOf, unreachable } from './scene.ts';
import type { Sharing } from './sharing.ts';

/** Where a call may end: dead at a step, or cut off from the catalog before it acts or before its answer is back. */
export type Ending = { readonly at: Step } | { readonly method: CatalogMethod; readonly when: 'before' | 'after' };

const nameOf = (ending: Ending): string =>
  'at' in ending ? `dead at ${ending.at}` : `without the catalog ${ending.when} ${ending.method}`;
export const named = (endings: readonly Ending[]) =>
  endings.map((ending): [string, Ending] => [nameOf(ending), ending]);

/** Lets the call end so, and answers how it ended for its caller. */
export async function endAt(sharing: Sharing, ending: Ending, call: () => Promise<unknown>): Promise<string> {
  if ('at' in ending) sharing.dieAt(ending.at);
  const leave = 'at' in ending ? () => undefined : sharing.catalog.stepInto(ending.method, ending.when, unreachable);
  try {
    return await outcomeOf(call());
  } finally {
    leave();
  }
}
