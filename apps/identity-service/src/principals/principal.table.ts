import type { OrganizationId, PrincipalId, ProjectId } from '@easement/domain';
import {
  codeColumn,
  guardColumn,
  idColumn,
  nameKeyColumn,
  nullable,
  type RowOf,
  table,
  textColumn,
  timeColumn,
} from '@easement/persistence';

export type PrincipalRow = RowOf<typeof principalTable>;

/** People and service accounts. A person has an e-mail address, a service account a name. */
export const principalTable = table('principal', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    id: idColumn<PrincipalId>(),
    kind: codeColumn<'user' | 'service_account'>(),
    email: nullable(textColumn(254)),
    email_key: nullable(nameKeyColumn()),
    display_name: textColumn(),
    name_key: nullable(nameKeyColumn()),
    /** The project that governs a service account; null for people, and for the organization's. */
    project_id: nullable(idColumn<ProjectId>()),
    creator_id: idColumn(),
    create_time: timeColumn(),
    guard: guardColumn(),
  },
  primary: ['organization_id', 'id'],
  uniques: { by_email: ['organization_id', 'email_key'], by_name: ['organization_id', 'name_key'] },
  indexes: { by_project: ['organization_id', 'project_id'] },
});
