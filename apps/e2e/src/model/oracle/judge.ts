import { type Ask, type EtagChoice, isMutation, type Look, methodOf, type Mutation } from '../act.ts';
import type { Person, World } from '../world.ts';
import { checkAccess } from './access.ts';
import { createAlias } from './aliases.ts';
import { createBucket, deleteBucket, updateBucket } from './buckets.ts';
import { createLink, deleteLink, forceUnlink, updateLink } from './links.ts';
import {
  countRows,
  getBucket,
  getLink,
  getShare,
  getTable,
  listBuckets,
  listLinks,
  listObjects,
  listOffers,
  listShares,
  listTables,
} from './looks.ts';
import { changeTenants, grantPrivilege, listGrants, revokePrivilege } from './grants.ts';
import { changeOrganizationMember, changeProjectMember } from './members.ts';
import { listMetadata, setMetadata } from './metadata.ts';
import { createProject, deleteProject } from './projects.ts';
import { changeAudience, createGrantsShare, createShare, deleteShare, renameShare } from './shares.ts';
import { alterTable, createTable } from './tables.ts';
import { refuse, type Refused, type Verdict } from './verdict.ts';

export type Expected = Refused | { readonly ok: true; readonly seen: unknown };

/** How the rules answer a request, which changes the world as the rules say. The order is that of §8. */
export function answerBy(world: World, ask: Ask): Expected {
  const person = world.people.get(ask.caller);
  if (!person || person.gone) return refuse('BAD_TOKEN');
  const verdict = judge(world, person, ask);
  const key = `${ask.caller} ${methodOf(ask.act)} ${ask.requestId}`;
  const asked = JSON.stringify([ask.act, ask.etag]);
  const earlier = ask.validateOnly ? undefined : world.requests.get(key);
  // Both say that the message is wrong; catalog-service looks at the request id before it looks at names.
  if (!verdict.ok && verdict.isMessage) return earlier ? refuse(['INVALID_FIELD', 'REQUEST_ID_REUSED']) : verdict;
  if (earlier) return earlier.asked === asked ? { ok: true, seen: earlier.seen } : refuse('REQUEST_ID_REUSED');
  if (!verdict.ok) {
    if (!ask.validateOnly) verdict.also?.();
    return verdict;
  }
  if (ask.validateOnly) return { ok: true, seen: { impact: verdict.impact ?? 'open' } };
  const seen = structuredClone(verdict.apply());
  if (isMutation(ask.act)) world.requests.set(key, { asked, seen });
  return { ok: true, seen };
}

function judge(world: World, person: Person, ask: Ask): Verdict {
  return isMutation(ask.act) ? judgeMutation(world, person, ask.act, ask.etag) : judgeLook(world, person, ask.act);
}

function judgeMutation(world: World, person: Person, act: Mutation, etag: EtagChoice): Verdict {
  switch (act.kind) {
    case 'create_project':
      return createProject(world, person, act);
    case 'delete_project':
      return deleteProject(world, person, act);
    case 'add_project_member':
    case 'update_project_member':
    case 'remove_project_member':
      return changeProjectMember(world, person, act);
    case 'add_organization_member':
    case 'update_organization_member':
    case 'remove_organization_member':
      return changeOrganizationMember(world, person, act);
    case 'create_bucket':
      return createBucket(world, person, act);
    case 'update_bucket':
      return updateBucket(world, person, act, etag);
    case 'delete_bucket':
      return deleteBucket(world, person, act, etag);
    case 'create_table':
      return createTable(world, person, act);
    case 'create_alias':
      return createAlias(world, person, act);
    case 'update_table':
    case 'delete_table':
    case 'add_column':
    case 'rename_column':
    case 'drop_column':
      return alterTable(world, person, act, etag);
    case 'set_metadata':
      return setMetadata(world, person, act);
    case 'create_share':
      return createShare(world, person, act);
    case 'create_grants_share':
      return createGrantsShare(world, person, act);
    case 'grant':
      return grantPrivilege(world, person, act);
    case 'revoke':
      return revokePrivilege(world, person, act);
    case 'add_tenants':
    case 'remove_tenants':
      return changeTenants(world, person, act);
    case 'rename_share':
      return renameShare(world, person, act, etag);
    case 'change_audience':
      return changeAudience(world, person, act, etag);
    case 'delete_share':
      return deleteShare(world, person, act, etag);
    case 'create_link':
    case 'link_table':
      return createLink(world, person, act);
    case 'rename_link':
    case 'restage_link':
      return updateLink(world, person, act, etag);
    case 'delete_link':
      return deleteLink(world, person, act, etag);
    case 'force_unlink':
      return forceUnlink(world, person, act);
  }
}

function judgeLook(world: World, person: Person, act: Look): Verdict {
  switch (act.kind) {
    case 'get_bucket':
      return getBucket(world, person, act);
    case 'get_table':
      return getTable(world, person, act);
    case 'list_buckets':
      return listBuckets(world, person, act);
    case 'list_tables':
      return listTables(world, person, act);
    case 'list_metadata':
      return listMetadata(world, person, act);
    case 'get_share':
      return getShare(world, person, act);
    case 'list_shares':
      return listShares(world, person, act);
    case 'list_grants':
      return listGrants(world, person, act);
    case 'list_offers':
      return listOffers(world, person, act);
    case 'get_link':
      return getLink(world, person, act);
    case 'list_links':
      return listLinks(world, person, act);
    case 'list_objects':
      return listObjects(world, person, act);
    case 'check_access':
      return checkAccess(world, person, act);
    case 'count_rows':
      return countRows(world, person, act);
  }
}
