import { create } from '@bufbuild/protobuf';
import { AudienceSchema, AudienceType } from '@easement/contracts';
import { type Audience, newId } from '@easement/domain';
import { toAudienceDraft, toAudienceMessage } from './audience-message.ts';

const project = newId('project');
const user = newId('user');

describe('the message of an audience', () => {
  it.each<[audience: Audience, type: AudienceType, projectIds: string[], users: string[]]>([
    [{ kind: 'project_members' }, AudienceType.PROJECT_MEMBERS, [], []],
    [{ kind: 'organization_members' }, AudienceType.ORGANIZATION_MEMBERS, [], []],
    [{ kind: 'selected_projects', projects: new Set([project]) }, AudienceType.SELECTED_PROJECTS, [project], []],
    [{ kind: 'selected_users', users: new Set([user]) }, AudienceType.SELECTED_USERS, [], [user]],
  ])('%j goes out whole, and comes in as it was', (audience, type, projectIds, users) => {
    const message = toAudienceMessage(audience);
    expect(message).toEqual({ type, projectIds, users });
    expect(toAudienceDraft(create(AudienceSchema, message))).toEqual({
      kind: audience.kind,
      projects: projectIds,
      users,
    });
  });

  it('that says no type is refused', () => {
    expect(() => toAudienceDraft(undefined)).toThrow('the audience is not given');
    expect(() => toAudienceDraft(create(AudienceSchema, {}))).toThrow('the audience is not given');
  });

  it('with the list of another type is refused', () => {
    const message = create(AudienceSchema, { type: AudienceType.SELECTED_USERS, projectIds: [project] });
    expect(() => toAudienceDraft(message)).toThrow('takes no list of projects');
  });
});
