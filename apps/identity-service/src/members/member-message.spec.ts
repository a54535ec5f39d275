import { OrganizationRole, ProjectRole } from '@easement/contracts';
import { organizationRoles, projectRoles } from '@easement/domain';
import { fromOrganizationRole, fromProjectRole, toOrganizationRole, toProjectRole } from './member-message.ts';

const wireValues = (roles: object): number[] => Object.values(roles).filter((value) => typeof value === 'number');

describe('roles on the wire', () => {
  it('come back as they were sent', () => {
    for (const role of organizationRoles) expect(fromOrganizationRole(toOrganizationRole(role))).toBe(role);
    for (const role of projectRoles) expect(fromProjectRole(toProjectRole(role))).toBe(role);
  });

  it('cover every value of the contract', () => {
    const organization = [toOrganizationRole(undefined), ...organizationRoles.map(toOrganizationRole)];
    expect(organization.toSorted()).toEqual(wireValues(OrganizationRole).toSorted());
    const project = [toProjectRole(undefined), ...projectRoles.map(toProjectRole)];
    expect(project.toSorted()).toEqual(wireValues(ProjectRole).toSorted());
  });

  it('that are none are a fault, which the contract keeps out', () => {
    expect(() => fromOrganizationRole(OrganizationRole.UNSPECIFIED)).toThrow(TypeError);
    expect(() => fromProjectRole(ProjectRole.UNSPECIFIED)).toThrow(TypeError);
  });
});
