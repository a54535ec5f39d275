import {
  type Actor,
  missingRole,
  type OrganizationId,
  type PrincipalId,
  Refusal,
  type ServiceName,
} from '@easement/domain';
import type { Call } from './handler.ts';

/** The person or service account that acts, and its organization. Refuses services and the operator, who are neither. */
export function principalOf({ actor, method }: Pick<Call, 'actor' | 'method'>): {
  readonly principal: PrincipalId;
  readonly organization: OrganizationId;
} {
  if (actor.kind === 'principal') return actor;
  throw mayNotCall(actor, method, 'a member of an organization');
}

/** The organization the call is about: every query names it, and no request does. Refuses the operator, who has none. */
export function organizationOf({ actor, method }: Pick<Call, 'actor' | 'method'>): OrganizationId {
  if (actor.kind !== 'operator' && actor.organization !== undefined) return actor.organization;
  throw mayNotCall(actor, method, 'a member of an organization');
}

/** Refuses `missing_role` to everybody but the operator of the installation. */
export function assertOperator({ actor, method }: Pick<Call, 'actor' | 'method'>): void {
  if (actor.kind !== 'operator') throw missingRole(method, 'operator', 'the installation');
}

/**
 * Refuses `missing_role` to who may not call the service at all. Internal ones are for `callers`, each as itself; the
 * others for whoever the caller acts for, so that no service acts on people's things without saying for whom.
 */
export function assertMayCall(actor: Actor, method: string, callers: readonly ServiceName[] | undefined): void {
  if (callers === undefined) {
    if (actor.kind === 'service') throw mayNotCall(actor, method, 'a principal');
  } else if (actor.kind !== 'service' || !callers.includes(actor.service)) {
    throw mayNotCall(actor, method, `service ${callers.join(' or ')}`);
  }
}

/** How a log line names who acts. */
export function describeActor(actor: Actor | undefined): string {
  if (actor === undefined) return 'unknown';
  if (actor.kind === 'principal') return actor.principal;
  return actor.kind === 'service' ? `service:${actor.service}` : actor.kind;
}

function mayNotCall(actor: Actor, method: string, role: string): Refusal {
  return new Refusal('missing_role', `${describeActor(actor)} may not call ${method}: it is for ${role}`, {
    role,
    scope: method,
  });
}
