import type { AccessAction, Look } from '../act.ts';
import { type Handle, living, type Person, type Table, there, type World } from '../world.ts';
import { aliasesElsewhere, aliasesOf, linksHolding } from './buckets.ts';
import { linksOfShare, linksTo, objection, seesShare, shows } from './sight.ts';
import { isOrganizationAdmin, may, refuseManaging, refuseRole, seesInside, seesName, seesPerson } from './standing.ts';
import { grant, type OneOf, refuse, type Verdict } from './verdict.ts';
import { isHidden, tablesOf } from './views.ts';

/** The contract, "Who may call": about others ask owners, admins and support, and a project's admin about its members. */
export function checkAccess(world: World, asker: Person, act: Extract<Look, { kind: 'check_access' }>): Verdict {
  const person = act.person === '' ? asker : there(world.people, act.person, asker.organization);
  if (!seesName(world, asker, act.project)) return refuse('NOT_FOUND');
  if (!person || !seesPerson(world, asker, person.handle)) return refuse('NOT_FOUND');
  const isMemberThere = world.projects.get(act.project)?.members.has(person.handle) === true;
  const isAdminThere = may(world, asker, act.project, 'admin') && isMemberThere;
  const mayAsk = person === asker || isOrganizationAdmin(asker) || asker.role === 'support' || isAdminThere;
  if (!mayAsk) return refuse('MISSING_ROLE');
  const decision = decideAccess(world, person, act.project, act.object, act.action);
  return grant(() => decision);
}

/** Of several links that show the object, any may be told. */
type Decision = { readonly allowed: boolean; readonly reason: string; readonly link: Handle | OneOf };

function no(reason: string): Decision {
  return { allowed: false, reason, link: '' };
}

function decideAccess(world: World, person: Person, project: Handle, object: Handle, action: AccessAction): Decision {
  const table = there(world.tables, object, person.organization);
  const bucket = there(world.buckets, table ? table.bucket : object, person.organization);
  if (!bucket) return no('NOT_FOUND');
  const isOwn = bucket.project === project;
  // §5: through links there is no such table, neither to read nor to take up.
  if (!isOwn && table && isHidden(table)) return no('NOT_FOUND');
  const ways = linksTo(world, bucket.handle).filter((one) => one.project === project && shows(world, one, object));
  const isLinked = !isOwn && ways.length > 0;
  const isReached = (isOwn || isLinked) && seesInside(world, person, project);
  if (action === 'link') return decideLink(world, person, project, bucket.handle, isReached);
  if (!isReached) return no('NOT_FOUND');
  const reason = objectionTo(world, person, project, action, isLinked);
  if (reason !== undefined) return no(reason);
  const inTheWay = action === 'drop' ? whatKeeps(world, bucket.handle, table) : undefined;
  if (inTheWay !== undefined) return no(inTheWay);
  return { allowed: true, reason: '', link: isLinked ? { oneOf: ways.map(({ handle }) => handle) } : '' };
}

/** §7: links, and aliases that would be left behind, keep a table, and a bucket however many tables go with it. */
function whatKeeps(world: World, bucket: Handle, table: Table | undefined): string | undefined {
  const tables = table ? [table] : tablesOf(world, bucket);
  if (linksHolding(world, bucket, tables).length > 0) return 'HAS_LINKS';
  const left = table ? aliasesOf(world, table) : aliasesElsewhere(world, bucket);
  return left.length > 0 ? 'NOT_EMPTY' : undefined;
}

function objectionTo(
  world: World,
  person: Person,
  project: Handle,
  action: Exclude<AccessAction, 'link'>,
  isLinked: boolean,
): string | undefined {
  switch (action) {
    case 'read':
      return may(world, person, project, 'read') ? undefined : 'MISSING_ROLE';
    case 'write':
    case 'drop':
      if (!may(world, person, project, 'write')) return 'MISSING_ROLE';
      return isLinked ? 'LINK_IS_READ_ONLY' : undefined;
    case 'share':
      return refuseManaging(world, person, project)?.reasons[0] ?? (isLinked ? 'RESHARE_FORBIDDEN' : undefined);
  }
}

/** What is reached but not shared is told so; a share that is not seen is not there. */
function decideLink(world: World, person: Person, project: Handle, bucket: Handle, isReached: boolean): Decision {
  const share = living(world.shares).find((one) => one.kind === 'bucket' && one.bucket === bucket);
  if (!share || !(isReached || seesShare(world, person, share))) return no(isReached ? 'NOT_SHARED' : 'NOT_FOUND');
  const missing = refuseRole(world, person, project, 'write');
  if (missing) return no(missing.reasons[0] ?? '');
  const reason = objection(world, share.audience, person, project);
  if (reason !== undefined) return no(reason);
  const isLinked = linksOfShare(world, share.handle).some((one) => one.project === project);
  return isLinked ? no('LINK_EXISTS') : { allowed: true, reason: '', link: '' };
}
