/** Roles in an organization. Owner, admin and member count as organization members; support does not. */
export const organizationRoles = ['owner', 'admin', 'member', 'support'] as const;
export type OrganizationRole = (typeof organizationRoles)[number];

/** Roles in a project, weakest first: each includes those before it. */
export const projectRoles = ['read', 'write', 'admin'] as const;
export type ProjectRole = (typeof projectRoles)[number];

/** Whether `held` gives at least what `needed` gives. */
export function covers(held: ProjectRole | undefined, needed: ProjectRole): boolean {
  return held !== undefined && projectRoles.indexOf(held) >= projectRoles.indexOf(needed);
}
