import {
  assertAudienceFits,
  assertMayManageShares,
  invalidField,
  listedProjects,
  parseId,
  type ProjectId,
  type ShareId,
} from '@easement/domain';
import type { Call } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { recall } from '../repeats.ts';
import { type AudienceAnswer, type ChangeOf, changeAudience, finishCut } from './change-audience.ts';
import { resolveAudience } from './resolve-audience.ts';
import { seeShare } from './see-share.ts';

type Request = { readonly shareId: string; readonly projectIds: readonly string[] };
type Change = (before: ReadonlySet<ProjectId>, asked: ReadonlySet<ProjectId>) => ReadonlySet<ProjectId>;

const mostTenants = 1000;

/** A longer list would not fit into the message of its share. */
export const withMore: Change = (before, asked) => {
  const after = new Set([...before, ...asked]);
  if (after.size <= mostTenants) return after;
  throw invalidField('project_ids', `a share has ${mostTenants} tenants at most, this would make it ${after.size}`);
};

export const withFewer: Change = (before, asked) => new Set([...before].filter((project) => !asked.has(project)));

/**
 * Changes the list as it is under the lock, so that of two changes at once neither undoes the other, and says which of the
 * projects were as wanted before.
 */
export async function changeTenants(
  deps: Deps,
  call: Call,
  request: Request,
  { change, unchanged }: { readonly change: Change; readonly unchanged: 'those listed' | 'those not listed' },
): Promise<AudienceAnswer> {
  const id = parseId('share', request.shareId);
  const earlier = await recall<AudienceAnswer>(deps.db, call);
  if (earlier.state === 'done') return earlier.answer;
  if (earlier.state === 'running') return await finishCut(deps, call, id);
  const asked = await admit(deps, call, id, request.projectIds);
  let were: readonly string[] = [];
  const changeOf: ChangeOf = (share) => {
    const before = listedProjects(share.audience);
    were = [...asked].filter((project) => before.has(project) === (unchanged === 'those listed'));
    return { audience: { kind: 'tenants', projects: change(before, asked) } };
  };
  const tells = () => ({ unchangedProjectIds: [...were] });
  return await changeAudience(deps, call, id, changeOf, { etag: '', cuts: true, inTheWay: [], tells });
}

/** The projects that are asked for, whoever may change the list. */
async function admit(deps: Deps, call: Call, id: ShareId, projectIds: readonly string[]) {
  const { share, standing } = await seeShare(deps, call, id);
  const projects = projectIds.map((text) => parseId('project', text));
  const draft = { kind: 'tenants', projects, users: [] } as const;
  const audience = await resolveAudience(deps, call, draft, standing);
  assertMayManageShares(standing, 'changing a share');
  assertAudienceFits(share.kind, 'tenants');
  return listedProjects(audience);
}
