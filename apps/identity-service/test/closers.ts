import { CatalogClosingService, SharingClosingService } from '@easement/contracts';
import type { ServiceName } from '@easement/domain';
import { internal } from '@easement/rpc';
import type { TestHouse } from '@easement/testing';

/** One call that a closer got. */
export type Heard = {
  readonly part: ServiceName;
  readonly act: 'close' | 'rehearse' | 'reopen';
  readonly attempt: number;
};

/** Sharing and catalog as far as the deletion of a project knows them: real servers that do what a test says. */
export type Closers = {
  readonly addresses: { readonly sharing: string; readonly catalog: string };
  readonly heard: Heard[];
  /** What a closer does before it answers; a test sets it to refuse, to fail, or to wait. */
  on: (heard: Heard, projectId: string) => void | Promise<void>;
};

export async function startClosers(house: TestHouse): Promise<Closers> {
  const tell = async (one: Heard, projectId: string): Promise<object> => {
    closers.heard.push(one);
    await closers.on(one, projectId);
    return {};
  };
  const handlers = (part: ServiceName) => ({
    closeProject: ({ projectId, attempt, validateOnly }: Closing & { validateOnly: boolean }) =>
      tell({ part, act: validateOnly ? 'rehearse' : 'close', attempt: Number(attempt) }, projectId),
    reopenProject: ({ projectId, attempt }: Closing) =>
      tell({ part, act: 'reopen', attempt: Number(attempt) }, projectId),
  });
  const closers: Closers = {
    addresses: {
      sharing: await house.serve('sharing', [internal(SharingClosingService, handlers('sharing'), ['identity'])]),
      catalog: await house.serve('catalog', [internal(CatalogClosingService, handlers('catalog'), ['identity'])]),
    },
    heard: [],
    on: () => undefined,
  };
  return closers;
}

type Closing = { projectId: string; attempt: bigint };
