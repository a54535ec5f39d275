import type { PrincipalId, ProjectId, Standing } from '@easement/domain';
import type { Call } from '@easement/rpc';

export type Place = { readonly principal: PrincipalId; readonly project: ProjectId };
export type KnownStanding = Standing & {
  readonly principalExists: boolean;
  /** Whether the project is being deleted and takes nothing new. */
  readonly isProjectClosing: boolean;
};
export type KnownPrincipal = {
  readonly id: PrincipalId;
  /** What people call it. */
  readonly name: string;
  /** Whether it has a role in at least one project. */
  readonly isInProject: boolean;
};

/** identity-service: who is who. Asked every time, since a decision reads the truth. */
export type Directory = {
  /** The standing of each principal in its project, in the order asked. Each thousand is of one instant. */
  readonly standings: (call: Call, places: readonly Place[]) => Promise<KnownStanding[]>;
  readonly standing: (call: Call, principal: PrincipalId, project: ProjectId) => Promise<KnownStanding>;
  /** Those in every project that the principal has a role in, given or implied. */
  readonly everywhere: (call: Call, principal: PrincipalId) => Promise<Standing[]>;
  /**
   * Whom of the others the principal meets in some project: both were given a role in it, or the principal was and it
   * governs the other's account. One question for a thousand others.
   */
  readonly acquaintances: (
    call: Call,
    principal: PrincipalId,
    others: readonly PrincipalId[],
  ) => Promise<ReadonlySet<PrincipalId>>;
  /** Those that the organization does not have are left out. */
  readonly projectNames: (call: Call, ids: readonly ProjectId[]) => Promise<ReadonlyMap<ProjectId, string>>;
  /** The project that has the name, in whatever case. */
  readonly projectNamed: (call: Call, name: string) => Promise<ProjectId | undefined>;
  /** By what was asked, an id or an e-mail address; those that the organization does not have are left out. */
  readonly principals: (call: Call, asked: readonly string[]) => Promise<ReadonlyMap<string, KnownPrincipal>>;
  /** How many have a role in one of the projects or are named, each once. */
  readonly countPrincipals: (
    call: Call,
    projects: readonly ProjectId[],
    named: readonly PrincipalId[],
  ) => Promise<number>;
};
