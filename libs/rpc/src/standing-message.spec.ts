import { create } from '@bufbuild/protobuf';
import { OrganizationRole, ProjectRole, StandingSchema } from '@easement/contracts';
import { newId, organizationRoles, projectRoles } from '@easement/domain';
import { toOrganizationRole, toProjectRole, toStanding } from './standing-message.ts';

const principalId = newId('user');
const projectId = newId('project');

it('every role of the domain has one of the wire, and UNSPECIFIED is none', () => {
  const numbers = (each: object): number[] => Object.values(each).filter((value) => typeof value === 'number');
  const ofOrganization = numbers(OrganizationRole).map((role) => toOrganizationRole(role as OrganizationRole));
  const ofProject = numbers(ProjectRole).map((role) => toProjectRole(role as ProjectRole));
  expect(ofOrganization[0]).toBeUndefined();
  expect(new Set(ofOrganization.slice(1))).toEqual(new Set(organizationRoles));
  expect(ofProject[0]).toBeUndefined();
  expect(new Set(ofProject.slice(1))).toEqual(new Set(projectRoles));
});

it('reads a standing in the words of the rules', () => {
  const message = create(StandingSchema, {
    principalId,
    principalExists: true,
    organizationRole: OrganizationRole.SUPPORT,
    projectId,
    projectExists: true,
    projectRole: ProjectRole.WRITE,
  });
  expect(toStanding(message)).toEqual({
    principal: principalId,
    organizationRole: 'support',
    project: projectId,
    projectExists: true,
    givenRole: 'write',
  });
});

it('takes a role that this version does not know for none, never for one', () => {
  const message = create(StandingSchema, { principalId, projectId, organizationRole: 99 as OrganizationRole });
  expect(toStanding(message)).toMatchObject({
    organizationRole: undefined,
    givenRole: undefined,
    projectExists: false,
  });
});

it('refuses to read ids of the wrong kind', () => {
  expect(() => toStanding(create(StandingSchema, { principalId: projectId, projectId }))).toThrow(TypeError);
  expect(() => toStanding(create(StandingSchema, { principalId, projectId: principalId }))).toThrow(TypeError);
});
