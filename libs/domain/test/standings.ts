import { newId, type PrincipalId, type ProjectId, Refusal, type Standing } from '../src/index.ts';

export const destination: ProjectId = newId('project');
export const source: ProjectId = newId('project');
export const elsewhere: ProjectId = newId('project');
export const linker: PrincipalId = newId('user');
export const somebody: PrincipalId = newId('user');

/** A standing of the linker in the destination: of a stranger, where nothing else is said. */
export function aStanding(overrides: Partial<Standing> = {}): Standing {
  return {
    principal: linker,
    organizationRole: undefined,
    project: destination,
    projectExists: true,
    givenRole: undefined,
    ...overrides,
  };
}

/** The refusal that `act` ends with, or undefined if it goes through. */
export function refusalOf(act: () => void): Refusal | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** The reason that `act` is refused with, or `yes`. */
export function outcomeOf(act: () => void): string {
  return refusalOf(act)?.reason ?? 'yes';
}
