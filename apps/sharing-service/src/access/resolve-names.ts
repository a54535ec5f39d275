import type { MessageInitShape } from '@bufbuild/protobuf';
import type { AccessService, ResolvedNameSchema, ResolveNamesRequest } from '@easement/contracts';
import {
  assertProjectRole,
  type BucketId,
  type LinkId,
  type LinkState,
  nameKey,
  type ObjectId,
  type OrganizationId,
  parseId,
  type ProjectId,
  type ShareId,
  type ShareKind,
  shownBy,
  showsSource,
} from '@easement/domain';
import {
  codeColumn,
  type Database,
  idColumn,
  marks,
  nameKeyColumn,
  type Shaped,
  textColumn,
} from '@easement/persistence';
import { type Call, type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { orUndefined } from '../links/link.table.ts';
import { selectShownGrants, type ShownGrants } from './shown-grants.ts';
import { toShown } from './shown-message.ts';

/** Two questions, to identity-service and to the store, at once: what is found is told only to who may read. */
export function resolveNames({ db, directory }: Deps): Handler<typeof AccessService.method.resolveNames> {
  return async (request, call) => {
    const { organization, principal } = principalOf(call);
    const project = parseId('project', request.projectId);
    const [standing, links] = await Promise.all([
      directory.standing(call, principal, project),
      selectNamedLinks(db, call, organization, project, request),
    ]);
    assertProjectRole(standing, 'read', 'reading');
    const grants = await selectShownGrants(db, call, organization, links.map(toShowing));
    const byName = preferActive(links.filter(({ object_id }) => object_id === ''));
    const answer = (asked: string, link: NamedLink | undefined) => toResolved(asked, link, grants);
    return {
      names: [
        ...request.names.map((name) => answer(name, byName.get(nameKey(name)))),
        ...request.bucketIds.flatMap((id) =>
          orNone(links.filter((link) => link.bucket_id === id)).map((link) => answer(id, link)),
        ),
        ...request.linkIds.map((id) =>
          answer(
            id,
            links.find((link) => link.id === id),
          ),
        ),
      ],
      objectLinks: request.objectNames.flatMap((name) =>
        links
          .filter(({ object_id, name_key }) => object_id !== '' && name_key === nameKey(name))
          .map((link) => answer(name, link)),
      ),
    };
  };
}

/** What is asked for and not found is answered too. */
function orNone<T>(found: readonly T[]): readonly (T | undefined)[] {
  return found.length > 0 ? found : [undefined];
}

function toShowing({ share_id: share, kind }: NamedLink) {
  return { share, kind };
}

const shape = {
  id: idColumn<LinkId>(),
  name: textColumn(128),
  name_key: nameKeyColumn(),
  bucket_id: idColumn<BucketId>(),
  source_project_id: idColumn<ProjectId>(),
  share_id: idColumn<ShareId>(),
  state: codeColumn<LinkState>(),
  kind: codeColumn<ShareKind>(),
  object_id: idColumn<ObjectId | ''>(),
  target_bucket_id: idColumn<BucketId | ''>(),
};
type NamedLink = Shaped<typeof shape>;

async function selectNamedLinks(
  db: Database,
  call: Call,
  organization: OrganizationId,
  project: ProjectId,
  { names, objectNames, bucketIds, linkIds }: ResolveNamesRequest,
): Promise<NamedLink[]> {
  const select = `SELECT ${Object.keys(shape).join(', ')} FROM link WHERE organization_id = ? AND project_id = ?`;
  const conditions = [
    { column: "object_id = '' AND name_key", values: names.map(nameKey) },
    { column: "object_id <> '' AND name_key", values: objectNames.map(nameKey) },
    { column: 'bucket_id', values: bucketIds },
    { column: 'id', values: linkIds },
  ].filter(({ values }) => values.length > 0);
  if (conditions.length === 0) return [];
  const sql = conditions.map(({ column, values }) => `${select} AND live = 1 AND ${column} IN (${marks(values)})`);
  const params = conditions.flatMap(({ values }) => [organization, project, ...values]);
  const found = await db.select(call, shape, sql.join(' UNION ALL '), params);
  const shown = found.filter(({ state }) => showsSource(state));
  return [...new Map(shown.map((link) => [link.id, link])).values()];
}

/** While a link is renamed, another may have its old name already: the one that surely has the name is meant. */
function preferActive(links: readonly NamedLink[]): ReadonlyMap<string, NamedLink> {
  const found = new Map<string, NamedLink>();
  for (const link of links) {
    if (link.state === 'active' || !found.has(link.name_key)) found.set(link.name_key, link);
  }
  return found;
}

function toResolved(
  name: string,
  link: NamedLink | undefined,
  grants: ShownGrants,
): MessageInitShape<typeof ResolvedNameSchema> {
  if (!link) return { name };
  const held = grants.get(link.share_id);
  const shown = { share: link.share_id, object: orUndefined(link.object_id) };
  return {
    name,
    linkId: link.id,
    bucketId: link.bucket_id,
    sourceProjectId: link.source_project_id,
    shareId: link.share_id,
    linkName: link.name,
    ...toShown(grants, shown),
    referenceBucketIds: held ? [...shownBy(held).references] : [],
    objectId: link.object_id,
    targetBucketId: link.target_bucket_id,
  };
}
