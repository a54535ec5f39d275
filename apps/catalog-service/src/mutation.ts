import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ImpactSchema } from '@easement/contracts';
import type { OrganizationId, PrincipalId } from '@easement/domain';
import { type Database, recallRequest, type WriteTx } from '@easement/persistence';
import { type Call, principalOf } from '@easement/rpc';
import type { Deps } from './deps.ts';
import type { Holdable } from './holds/held.ts';
import { impactOn, tellHeld } from './holds/tell-held.ts';

export type Caller = { readonly principal: PrincipalId; readonly organization: OrganizationId };

/**
 * The handler of a mutation for people. A repeat of a call that was answered gets that answer before anything else is
 * asked: what it made or dropped may be gone or out of sight by now.
 */
export function mutation<I, O extends object>(
  { db }: Pick<Deps, 'db'>,
  handler: (request: I, call: Call, caller: Caller) => Promise<O>,
): (request: I, call: Call) => Promise<O> {
  return async (request, call) => {
    const caller = principalOf(call);
    return ((await findAnswer(db, call)) as O | undefined) ?? (await handler(request, call, caller));
  };
}

/** The answer that this request got before, if any. Refuses `request_id_reused` where it asked for something else. */
export async function findAnswer(db: Database, call: Call): Promise<object | undefined> {
  if (call.validateOnly) return undefined;
  const request = await db.read(call, (tx) => recallRequest(tx, call));
  return request.state === 'done' ? request.answer : undefined;
}

/**
 * Does a mutation's work in one transaction, once however often it is repeated. With `validate_only` the work is done
 * and undone, and the answer is whom it would touch: who links `object`.
 */
export async function mutate<A extends object>(
  deps: Deps,
  call: Call,
  object: Holdable | undefined,
  work: (tx: WriteTx) => Promise<A>,
): Promise<A | { readonly impact: MessageInitShape<typeof ImpactSchema> }> {
  const caller = principalOf(call);
  const answer = await tellHeld(deps, call, caller.principal, () => deps.db.once(call, work));
  return call.validateOnly ? { impact: await impactOn(deps, call, caller, object) } : answer;
}
