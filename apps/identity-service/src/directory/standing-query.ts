import type { OrganizationId, OrganizationRole, PrincipalId, ProjectId, ProjectRole } from '@easement/domain';
import {
  codeColumn,
  type Database,
  type Dialect,
  flagColumn,
  idColumn,
  marks,
  nullable,
  type Shaped,
  type Work,
} from '@easement/persistence';

export type Pair = { readonly principal: PrincipalId; readonly project: ProjectId | undefined };

export type Standings = {
  /** Those that exist, with their role in the organization. */
  readonly principals: ReadonlyMap<PrincipalId, { readonly role: OrganizationRole | undefined }>;
  /** Those that exist. */
  readonly projects: ReadonlyMap<ProjectId, { readonly isClosing: boolean }>;
  readonly roleOf: (principal: PrincipalId, project: ProjectId) => ProjectRole | undefined;
};

const shape = {
  kind: codeColumn<'principal' | 'project' | 'member'>(),
  id: idColumn(),
  project_id: nullable(idColumn<ProjectId>()),
  role: nullable(codeColumn<OrganizationRole | ProjectRole>()),
  is_closing: flagColumn(),
};

type Found = Shaped<typeof shape>;
type PairInProject = Pair & { readonly project: ProjectId };
type Query = { readonly sql: string; readonly params: readonly string[] };

/** Finds accounts, projects and the roles of the pairs in one statement, hence all of one instant. */
export async function selectStandings(
  db: Database,
  work: Work,
  organization: OrganizationId,
  pairs: readonly Pair[],
): Promise<Standings> {
  const principals = [...new Set(pairs.map(({ principal }) => principal))];
  const inProjects = pairs.filter((pair): pair is PairInProject => pair.project !== undefined);
  const projects = [...new Set(inProjects.map(({ project }) => project))];
  if (principals.length === 0) return toStandings([]);
  const parts = [principalsQuery(organization, principals)];
  if (projects.length > 0) {
    parts.push(projectsQuery(organization, projects), membersQuery(db.dialect, organization, inProjects));
  }
  const sql = parts.map((part) => part.sql).join(' UNION ALL ');
  return toStandings(
    await db.select(
      work,
      shape,
      sql,
      parts.flatMap(({ params }) => params),
    ),
  );
}

/** A subquery for the role, since SQLite takes four times as long for a LEFT JOIN here. */
function principalsQuery(organization: string, ids: readonly string[]): Query {
  const sql = `SELECT 'principal' AS kind, p.id AS id, NULL AS project_id, (
      SELECT m.role FROM organization_member m WHERE m.organization_id = p.organization_id AND m.principal_id = p.id
    ) AS role, 0 AS is_closing FROM principal p WHERE p.organization_id = ? AND p.id IN (${marks(ids)})`;
  return { sql, params: [organization, ...ids] };
}

function projectsQuery(organization: string, ids: readonly string[]): Query {
  const sql = `SELECT 'project', j.id, NULL, NULL, EXISTS (
      SELECT 1 FROM project_closing c WHERE c.organization_id = j.organization_id AND c.project_id = j.id
    ) FROM project j WHERE j.organization_id = ? AND j.id IN (${marks(ids)})`;
  return { sql, params: [organization, ...ids] };
}

/**
 * Exactly the pairs, and not everybody of them in every project of them. MariaDB takes quadratic time for a list of
 * tuples, and SQLite has at most 500 SELECTs in one, so each gets the list in the form that it is quick with.
 */
function membersQuery(dialect: Dialect, organization: string, pairs: readonly PairInProject[]): Query {
  const select = "SELECT 'member', m.principal_id, m.project_id, m.role, 0 FROM";
  const keys = pairs.flatMap(({ principal, project }) => [project, principal]);
  if (pairs.length === 1) {
    const sql = `${select} project_member m WHERE m.organization_id = ? AND m.project_id = ? AND m.principal_id = ?`;
    return { sql, params: [organization, ...keys] };
  }
  if (dialect === 'sqlite') {
    const list = pairs.map(() => '(?, ?)').join(', ');
    const sql = `${select} project_member m WHERE m.organization_id = ? AND (m.project_id, m.principal_id) IN (VALUES ${list})`;
    return { sql, params: [organization, ...keys] };
  }
  const list = pairs
    .map(() => 'SELECT CAST(? AS BINARY) AS project, CAST(? AS BINARY) AS principal')
    .join(' UNION ALL ');
  const sql = `${select} (${list}) w JOIN project_member m
    ON m.organization_id = ? AND m.project_id = w.project AND m.principal_id = w.principal`;
  return { sql, params: [...keys, organization] };
}

function toStandings(rows: readonly Found[]): Standings {
  const principals = new Map<PrincipalId, { role: OrganizationRole | undefined }>();
  const projects = new Map<ProjectId, { isClosing: boolean }>();
  const members = new Map<string, ProjectRole>();
  for (const { kind, id, project_id, role, is_closing } of rows) {
    if (kind === 'principal')
      principals.set(id as PrincipalId, { role: (role ?? undefined) as OrganizationRole | undefined });
    else if (kind === 'project') projects.set(id as ProjectId, { isClosing: is_closing });
    else members.set(`${id} ${project_id}`, role as ProjectRole);
  }
  return { principals, projects, roleOf: (principal, project) => members.get(`${principal} ${project}`) };
}
