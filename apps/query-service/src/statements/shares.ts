import { Refusal } from '@easement/domain';
import type { SqlStatement } from '@easement/sql';
import type { Deps } from '../deps.ts';
import { findShare, getShare } from './find-share.ts';
import { acting, type Here } from './here.ts';
import { orUnknown } from './object.ts';
import { done, type Outcome } from './outcome.ts';
import { getProjects } from './project-names.ts';

type Create = Extract<SqlStatement, { kind: 'create_share' }>;
type Drop = Extract<SqlStatement, { kind: 'drop_share' }>;
type Alter = Extract<SqlStatement, { kind: 'alter_share' }>;

export async function createShare(deps: Deps, here: Here, { name, comment, ifThere }: Create): Promise<Outcome> {
  const { project, validateOnly } = here;
  const unchanged = done(`share ${name.text} was there already`);
  // An empty share of that name is answered again by its RPC, and here too only who says so may meet one.
  const there = await findShare(deps, here, name.text);
  if (there && ifThere === 'skip') return unchanged;
  if (there) throw shareExists(name.text, there.id);
  const content = { case: 'grants', value: { projectId: project } } as const;
  const request = { content, name: name.text, comment, validateOnly };
  await deps.statementPeers.shares.createShare(request, acting(here, 'create share'));
  return done(`share ${name.text} created`);
}

export async function dropShare(deps: Deps, here: Here, { name, ifExists }: Drop): Promise<Outcome> {
  const share = await orUnknown(ifExists, () => getShare(deps, here, name));
  if (!share) return done(`there is no share ${name.text}`);
  const request = { shareId: share.id, validateOnly: here.validateOnly };
  await deps.statementPeers.shares.deleteShare(request, acting(here, 'drop share'));
  return done(`share ${share.name} dropped`);
}

/** Tenants that are on the list already, or are not, are no error: the answer says which were. */
export async function alterShare(deps: Deps, here: Here, statement: Alter): Promise<Outcome> {
  const { name, ifExists, change, tenants } = statement;
  const share = await orUnknown(ifExists, () => getShare(deps, here, name));
  if (!share) return done(`there is no share ${name.text}`);
  const projects = await getProjects(deps, here, tenants);
  const { shares } = deps.statementPeers;
  const projectIds = [...new Set(projects.map(({ id }) => id))];
  const request = { shareId: share.id, projectIds, validateOnly: here.validateOnly };
  const outgoing = acting(here, `${change} tenants`);
  const answer =
    change === 'add' ? await shares.addProjects(request, outgoing) : await shares.removeProjects(request, outgoing);
  const unchanged = new Set(answer.unchangedProjectIds);
  const word = change === 'add' ? ['added', 'was there already'] : ['removed', 'was not there'];
  const rows = projects.map(({ id, name: tenant }) => [tenant, (unchanged.has(id) ? word[1] : word[0]) ?? '']);
  return { columns: ['Tenant', 'Status'], rows };
}

function shareExists(name: string, id: string): Refusal {
  const message = `this project has a share ${name} (${id}) already; choose another name, or write IF NOT EXISTS`;
  return new Refusal('share_exists', message, { id, name });
}
