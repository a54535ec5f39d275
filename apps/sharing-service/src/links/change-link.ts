import { covers, effectiveRole, missingRole, notFound } from '@easement/domain';
import type { SeenLink } from './see-link.ts';

/** Refuses unless the caller may change or remove the link, which takes `write` in the project that links. */
export function assertMayChangeLink({ link, standing }: SeenLink, act: string): void {
  if (link.state === 'removed') throw notFound('link', link.id);
  if (!covers(effectiveRole(standing), 'write')) throw missingRole(act, 'write', link.project);
}
