import type { Trust } from './assertion-verifier.ts';
import { createPipeline, type Pipeline, type Serving } from './pipeline.ts';
import { endRuns } from './drain.ts';

export type LocalServing = Omit<Serving, 'authenticate'> & Pick<Trust, 'issuers'>;

/** A service that is called in its own process. Disposing it drains it, as it does a listening one. */
export type LocalServer = AsyncDisposable &
  Pick<Trust, 'issuers'> & { readonly pipeline: Pipeline; readonly isStopping: boolean };

/** Mounts handlers for calls within one process, behind the same checks as on the wire. */
export function serveLocal({ issuers, ...serving }: LocalServing): LocalServer {
  const pipeline = createPipeline({ ...serving, authenticate: unreachable });
  let isStopping = false;
  return {
    issuers,
    pipeline,
    get isStopping() {
      return isStopping;
    },
    async [Symbol.asyncDispose]() {
      isStopping = true;
      await endRuns(pipeline);
    },
  };
}

function unreachable(): never {
  throw new Error('a call within the process must name its actor');
}
