import { emptyWorld, type OrganizationRole, type ProjectRole, type World } from './world.ts';

/** Somebody who is there from the beginning. */
export type Newcomer = {
  readonly handle: string;
  readonly organization: 'ours' | 'theirs';
  readonly role: OrganizationRole | undefined;
  readonly projects: Readonly<Record<string, ProjectRole>>;
  /** The project that a service account goes with. */
  readonly scope?: string;
};

export const projectsAtFirst = [
  { handle: 'north', organization: 'ours' },
  { handle: 'south', organization: 'ours' },
  { handle: 'west', organization: 'ours' },
  { handle: 'abroad', organization: 'theirs' },
] as const;

/** Everybody there is: every role in the organization with every role in some project, and those of another one. */
export const peopleAtFirst: readonly Newcomer[] = [
  { handle: 'olga', organization: 'ours', role: 'owner', projects: {} },
  { handle: 'adam', organization: 'ours', role: 'admin', projects: { west: 'read' } },
  { handle: 'keeper', organization: 'ours', role: 'admin', projects: {} },
  { handle: 'mia', organization: 'ours', role: 'member', projects: { north: 'admin', west: 'write' } },
  { handle: 'max', organization: 'ours', role: 'member', projects: { south: 'write', north: 'read' } },
  { handle: 'rex', organization: 'ours', role: 'member', projects: {} },
  { handle: 'sue', organization: 'ours', role: 'support', projects: {} },
  { handle: 'guy', organization: 'ours', role: undefined, projects: { south: 'admin', west: 'read' } },
  { handle: 'gil', organization: 'ours', role: undefined, projects: { north: 'write', south: 'read' } },
  { handle: 'nobody', organization: 'ours', role: undefined, projects: {} },
  { handle: 'robot', organization: 'ours', role: 'member', projects: { west: 'write' }, scope: 'west' },
  { handle: 'boris', organization: 'theirs', role: 'owner', projects: {} },
  { handle: 'bella', organization: 'theirs', role: 'member', projects: { abroad: 'admin' } },
];

/** The world before the first act. */
export function firstWorld(): World {
  const world = emptyWorld();
  for (const { handle, organization } of projectsAtFirst) {
    world.projects.set(handle, { handle, organization, gone: false, name: handle, members: new Map() });
  }
  for (const { handle, organization, role, projects, scope } of peopleAtFirst) {
    const isServiceAccount = scope !== undefined;
    world.people.set(handle, { handle, organization, gone: false, isServiceAccount, scope, role });
    for (const [project, given] of Object.entries(projects)) world.projects.get(project)?.members.set(handle, given);
  }
  return world;
}
