import type { OrganizationId, OrganizationRole, PrincipalId, ProjectId, ProjectRole } from '@easement/domain';
import {
  codeColumn,
  type Database,
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

/** Finds accounts, projects and the roles of the pairs in one statement, hence all of one instant. */
export async function selectStandings(
  db: Database,
  work: Work,
  organization: OrganizationId,
  pairs: readonly Pair[],
): Promise<Standings> {
  const principals = [...new Set(pairs.map(({ principal }) => principal))];
  const inProjects = pairs.filter(
    (pair): pair is Required<Pair> & { project: ProjectId } => pair.project !== undefined,
  );
  const projects = [...new Set(inProjects.map(({ project }) => project))];
  if (principals.length === 0) return toStandings([]);
  const parts: { sql: string; params: string[] }[] = [
    { sql: principalsSql(principals), params: [organization, ...principals] },
  ];
  if (projects.length > 0) {
    parts.push({ sql: projectsSql(projects), params: [organization, ...projects] });
    const keys = inProjects.flatMap(({ principal, project }) => [organization, project, principal]);
    parts.push({ sql: membersSql(db, inProjects), params: keys });
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

function principalsSql(ids: readonly string[]): string {
  return `SELECT 'principal' AS kind, p.id AS id, NULL AS project_id, m.role AS role, 0 AS is_closing
    FROM principal p LEFT JOIN organization_member m ON m.organization_id = p.organization_id AND m.principal_id = p.id
    WHERE p.organization_id = ? AND p.id IN (${marks(ids)})`;
}

function projectsSql(ids: readonly string[]): string {
  return `SELECT 'project', j.id, NULL, NULL, EXISTS (
      SELECT 1 FROM project_closing c WHERE c.organization_id = j.organization_id AND c.project_id = j.id
    ) FROM project j WHERE j.organization_id = ? AND j.id IN (${marks(ids)})`;
}

/** Exactly the pairs, and not everybody of them in every project of them. */
function membersSql({ dialect }: Database, pairs: readonly Pair[]): string {
  const values = dialect === 'sqlite' ? 'VALUES ' : '';
  return `SELECT 'member', principal_id, project_id, role, 0 FROM project_member
    WHERE (organization_id, project_id, principal_id) IN (${values}${pairs.map(() => '(?, ?, ?)').join(', ')})`;
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
