import { createHash, randomUUID } from 'node:crypto';
import { type Actor, Refusal } from '@easement/domain';
import type { Call } from './handler.ts';
import { requestIdHeader } from './headers.ts';

const shape = /^[\x21-\x7e]{1,128}$/;

export function newRequestId(): string {
  return randomUUID();
}

export function isRequestId(text: string): boolean {
  return shape.test(text);
}

/** Admits the caller's id for a call, or refuses `invalid_field`: it ends up in logs, headers and keys. */
export function checkRequestId(text: string, field = requestIdHeader): string {
  if (isRequestId(text)) return text;
  throw new Refusal('invalid_field', `${field} must be 1 to 128 visible ASCII characters without spaces`, { field });
}

/**
 * The request id for a call to another service, derived from the whole key of the outer call: a repeat of the outer call
 * repeats this one, and no other call can hit upon it. `step` tells apart the calls that one call makes.
 */
export function derivedRequestId({ actor, method, requestId }: Call, step: string): string {
  const key = JSON.stringify([...actorKey(actor), method, requestId, step]);
  return createHash('sha256').update(key).digest('base64url');
}

function actorKey(actor: Actor): readonly string[] {
  switch (actor.kind) {
    case 'principal':
      return [actor.kind, actor.organization, actor.principal];
    case 'service':
      return [actor.kind, actor.organization ?? '', actor.service];
    case 'operator':
      return [actor.kind];
  }
}
