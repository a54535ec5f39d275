import { EasementError } from '@easement/client';
import { projectNames } from './find/projects.ts';
import type { Session } from './session.ts';

const projectId = /\bprj_[0-7][0-9a-hjkmnp-tv-z]{25}\b/g;
/** What a name may cost, where the command has failed already. */
const patienceMs = 2_000;

/** The refusal with projects by name beside their ids, since people know them so; as it is where names cannot be had. */
export async function withProjectNames(session: Session, thrown: unknown): Promise<unknown> {
  if (!(thrown instanceof EasementError) || thrown.reason === undefined || !thrown.message.match(projectId))
    return thrown;
  const call = { ...session.call, timeoutMs: patienceMs };
  const nameOf = await projectNames({ ...session, call }).catch(() => undefined);
  if (!nameOf) return thrown;
  const message = thrown.message.replace(projectId, (id) => (nameOf(id) === id ? id : `${nameOf(id)} (${id})`));
  return new EasementError({ ...thrown, message }, thrown.cause);
}
