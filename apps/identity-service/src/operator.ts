import { missingRole } from '@easement/domain';
import type { Call } from '@easement/rpc';

/** Refuses `missing_role` to everybody but the operator of the installation. */
export function assertOperator({ actor, method }: Pick<Call, 'actor' | 'method'>): void {
  if (actor.kind !== 'operator') throw missingRole(method, 'operator', 'the installation');
}
