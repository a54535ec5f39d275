import type { Finding } from '@easement/contracts';
import type { OrganizationId } from '@easement/domain';
import type { Sharing } from './sharing.ts';

export type Found = Omit<Finding, '$typeName' | '$unknown'>;

/** Reconciles part by part, as the operator does, and answers all that was found. */
export async function reconcileAll(
  sharing: Sharing,
  organizationId: OrganizationId,
  options: { readonly validateOnly?: boolean; readonly pageSize?: number } = {},
): Promise<readonly Found[]> {
  const { reconciling } = sharing.as({ kind: 'operator' });
  const found: Found[] = [];
  let pageToken = '';
  do {
    const part = await reconciling.reconcile({ organizationId, pageToken, ...options });
    found.push(...part.findings);
    pageToken = part.nextPageToken;
  } while (pageToken !== '');
  return found;
}
