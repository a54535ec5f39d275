import type { MessageInitShape } from '@bufbuild/protobuf';
import { type Audience as AudienceMessage, type AudienceSchema, AudienceType } from '@easement/contracts';
import {
  type Audience,
  checkAudienceLists,
  invalidField,
  listedProjects,
  listedUsers,
  parseId,
  type ProjectId,
} from '@easement/domain';

/** An audience as it was asked for: nobody has looked yet whether those listed exist. */
export type AudienceDraft = {
  readonly kind: Audience['kind'];
  readonly projects: readonly ProjectId[];
  /** Ids or e-mail addresses, as typed. */
  readonly users: readonly string[];
};

/** Refuses `invalid_field` where a list is given that does not belong to the type. */
export function toAudienceDraft(message: AudienceMessage | undefined): AudienceDraft {
  const kind = kinds[message?.type ?? AudienceType.UNSPECIFIED];
  if (!message || !kind) throw invalidField('audience', 'the audience is not given; say who may take the share up');
  checkAudienceLists(kind, message.projectIds.length, message.users.length);
  return { kind, projects: message.projectIds.map((id) => parseId('project', id)), users: message.users };
}

export function toAudienceMessage(audience: Audience): MessageInitShape<typeof AudienceSchema> {
  return {
    type: types[audience.kind],
    projectIds: [...listedProjects(audience)],
    users: [...listedUsers(audience)],
  };
}

export const types: Readonly<Record<Audience['kind'], AudienceType>> = {
  project_members: AudienceType.PROJECT_MEMBERS,
  organization_members: AudienceType.ORGANIZATION_MEMBERS,
  selected_projects: AudienceType.SELECTED_PROJECTS,
  selected_users: AudienceType.SELECTED_USERS,
  tenants: AudienceType.TENANTS,
};

const kinds: Readonly<Record<AudienceType, Audience['kind'] | undefined>> = {
  [AudienceType.UNSPECIFIED]: undefined,
  [AudienceType.PROJECT_MEMBERS]: 'project_members',
  [AudienceType.ORGANIZATION_MEMBERS]: 'organization_members',
  [AudienceType.SELECTED_PROJECTS]: 'selected_projects',
  [AudienceType.SELECTED_USERS]: 'selected_users',
  [AudienceType.TENANTS]: 'tenants',
};
