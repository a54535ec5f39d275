import { randomUUID } from 'node:crypto';
import { type PrincipalId, notFound, Refusal } from '@easement/domain';

/** What this process runs of one sort, by id, so that callers may end it; and how much of it each project runs. */
export type Running = {
  /** Books one more; refuses `rate_limited` where the project runs as many as it may. */
  readonly begin: (run: { readonly principal: PrincipalId; readonly project: string }) => OneRun;
  /** Refuses `not_found` for what is no run of the principal, or is over and forgotten. */
  readonly assertTheirs: (principal: PrincipalId, queryId: string) => void;
  /** Ends a run of the principal, or refuses as above. */
  readonly cancel: (principal: PrincipalId, queryId: string) => void;
  readonly count: () => number;
};

export type OneRun = Disposable & {
  readonly id: string;
  /** Aborts when the caller ends the run by its id. */
  readonly signal: AbortSignal;
};

/** How many runs that are over are remembered, so that ending one a moment late is no error. */
const remembered = 10_000;

/** `what` is the sort as refusals name it, in the plural. */
export function runningInProjects(what: string, mostPerProject: number): Running {
  const running = new Map<string, { readonly principal: PrincipalId; readonly controller: AbortController }>();
  const over = new Map<string, PrincipalId>();
  const perProject = new Map<string, number>();
  const assertTheirs: Running['assertTheirs'] = (principal, queryId) => {
    if ((running.get(queryId)?.principal ?? over.get(queryId)) !== principal) throw notFound('query', queryId);
  };
  return {
    assertTheirs,
    count: () => running.size,
    begin: ({ principal, project }) => {
      const count = perProject.get(project) ?? 0;
      if (count >= mostPerProject) throw tooMany(what, project, mostPerProject);
      perProject.set(project, count + 1);
      const id = randomUUID();
      const controller = new AbortController();
      running.set(id, { principal, controller });
      return {
        id,
        signal: controller.signal,
        [Symbol.dispose]: () => {
          if (!running.delete(id)) return;
          const left = (perProject.get(project) ?? 1) - 1;
          if (left > 0) perProject.set(project, left);
          else perProject.delete(project);
          remember(over, id, principal);
        },
      };
    },
    cancel: (principal, queryId) => {
      assertTheirs(principal, queryId);
      running.get(queryId)?.controller.abort(cancelled(queryId));
    },
  };
}

function remember(over: Map<string, PrincipalId>, id: string, principal: PrincipalId): void {
  over.set(id, principal);
  if (over.size <= remembered) return;
  for (const oldest of over.keys()) return void over.delete(oldest);
}

function tooMany(what: string, project: string, most: number): Refusal {
  return new Refusal(
    'rate_limited',
    `project ${project} runs ${most} ${what} already, as many as it may; repeat when one of them has ended`,
    { limit: String(most), project },
  );
}

function cancelled(queryId: string): Refusal {
  return new Refusal('query_timeout', `the statement ${queryId} was ended by its caller`, { limit: 'cancelled' });
}
