import { LoadService, QueryService } from '@easement/contracts';
import { newId } from '@easement/domain';
import type { Handlers } from '@easement/rpc';
import { type House, openHouse } from './house.ts';
import { fake } from './services.ts';

type Loads = Handlers<typeof LoadService>;
type Queries = Handlers<typeof QueryService>;

/** What a test has query-service do; what it does not name is a fault. */
export type Work = {
  exportTable?: Loads['exportTable'];
  loadTable?: Loads['loadTable'];
  execute?: Queries['execute'];
};

export const tableId = newId('table');
export const projectId = newId('project');
export const rowsPath = `/tables/${tableId}/rows`;

/** A house whose query-service does what `work` says at the time of the call. */
export function openQueryHouse(work: () => Work): Promise<House> {
  return openHouse([
    fake(LoadService, {
      exportTable: (request, call) => (work().exportTable ?? noWork)(request, call),
      loadTable: (requests, call) => (work().loadTable ?? noWork)(requests, call),
    }),
    fake(QueryService, { execute: (request, call) => (work().execute ?? noWork)(request, call) }),
  ]);
}

function noWork(): never {
  throw new Error('the test gives query-service no such work');
}

/** Waits until `count` stays what it is: whoever raises it is held back. */
export async function settled(count: () => number): Promise<number> {
  let before = -1;
  while (before !== count()) {
    before = count();
    await pause(100);
  }
  return before;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
