import type { OrganizationId, PrincipalId } from './ids.ts';

/** The parts of Easement that call one another. */
export const serviceNames = ['identity', 'catalog', 'sharing', 'query', 'gateway'] as const;
export type ServiceName = (typeof serviceNames)[number];

/**
 * Who acts. A principal's organization comes from its token, never from a request. A service that works for itself
 * names the organization it works in; the operator bootstraps organizations and belongs to none.
 */
export type Actor =
  | { readonly kind: 'principal'; readonly principal: PrincipalId; readonly organization: OrganizationId }
  | { readonly kind: 'service'; readonly service: ServiceName; readonly organization: OrganizationId | undefined }
  | { readonly kind: 'operator' };
