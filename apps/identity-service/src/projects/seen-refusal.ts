import { hasLinks, isId, maySeeProjectName, parseId, type ProjectId, type Refusal } from '@easement/domain';
import { type Call, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { readStanding } from '../standings/standing-store.ts';

/**
 * What a caller is told of the refusal that a peer gave to identity-service itself: of the projects that link this one,
 * those that the caller may see, and the others as a count.
 */
export async function seenBy({ db }: Deps, call: Call, project: ProjectId, refusal: Refusal): Promise<Refusal> {
  if (refusal.reason !== 'has_links') return refusal;
  const { organization, principal } = principalOf(call);
  const { projects = '', hidden_count = '0' } = refusal.facts;
  const linking = projects.split(',').filter((id) => isId('project', id));
  const visible = await db.read(call, async (tx) => {
    const seen: ProjectId[] = [];
    for (const text of linking) {
      const id = parseId('project', text);
      if (maySeeProjectName(await readStanding(tx, organization, principal, id))) seen.push(id);
    }
    return seen;
  });
  return hasLinks(project, visible, linking.length - visible.length + Number(hidden_count));
}
