import type { MessageInitShape } from '@bufbuild/protobuf';
import type { AccessService, ResolvedNameSchema, ResolveNamesRequest } from '@easement/contracts';
import {
  assertProjectRole,
  type BucketId,
  type LinkId,
  type LinkState,
  nameKey,
  type OrganizationId,
  parseId,
  type ProjectId,
  type ShareId,
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
    const byName = preferActive(links, ({ name_key }) => name_key);
    const byBucket = preferActive(links, ({ bucket_id }) => bucket_id);
    return {
      names: [
        ...request.names.map((name) => toResolved(name, byName.get(nameKey(name)))),
        ...request.bucketIds.map((id) => toResolved(id, byBucket.get(id))),
      ],
    };
  };
}

const shape = {
  id: idColumn<LinkId>(),
  name: textColumn(128),
  name_key: nameKeyColumn(),
  bucket_id: idColumn<BucketId>(),
  source_project_id: idColumn<ProjectId>(),
  share_id: idColumn<ShareId>(),
  state: codeColumn<LinkState>(),
};
type NamedLink = Shaped<typeof shape>;

async function selectNamedLinks(
  db: Database,
  call: Call,
  organization: OrganizationId,
  project: ProjectId,
  { names, bucketIds }: ResolveNamesRequest,
): Promise<NamedLink[]> {
  const select = `SELECT ${Object.keys(shape).join(', ')} FROM link WHERE organization_id = ? AND project_id = ?`;
  const conditions = [
    { column: 'name_key', values: names.map(nameKey) },
    { column: 'bucket_id', values: bucketIds },
  ].filter(({ values }) => values.length > 0);
  if (conditions.length === 0) return [];
  const sql = conditions.map(({ column, values }) => `${select} AND live = 1 AND ${column} IN (${marks(values)})`);
  const params = conditions.flatMap(({ values }) => [organization, project, ...values]);
  const found = await db.select(call, shape, sql.join(' UNION ALL '), params);
  return found.filter(({ state }) => showsSource(state));
}

/** While a link is renamed, another may have its old name already: the one that surely has the name is meant. */
function preferActive(links: readonly NamedLink[], keyOf: (link: NamedLink) => string): ReadonlyMap<string, NamedLink> {
  const found = new Map<string, NamedLink>();
  for (const link of links) {
    if (link.state === 'active' || !found.has(keyOf(link))) found.set(keyOf(link), link);
  }
  return found;
}

function toResolved(name: string, link: NamedLink | undefined): MessageInitShape<typeof ResolvedNameSchema> {
  if (!link) return { name };
  return {
    name,
    linkId: link.id,
    bucketId: link.bucket_id,
    sourceProjectId: link.source_project_id,
    shareId: link.share_id,
    linkName: link.name,
  };
}
