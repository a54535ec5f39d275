import type { Actor } from '@easement/domain';

/** Who acts, as keys hold it: the operator, and a service that works for no organization, are in organization ''. */
export function actorKey(actor: Actor): { readonly organization: string; readonly principal: string } {
  switch (actor.kind) {
    case 'principal':
      return { organization: actor.organization, principal: actor.principal };
    case 'service':
      return { organization: actor.organization ?? '', principal: `service:${actor.service}` };
    case 'operator':
      return { organization: '', principal: 'operator' };
  }
}
