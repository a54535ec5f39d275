import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ImpactSchema } from '@easement/contracts';
import type { LinkId, ProjectId } from '@easement/domain';

export type ImpactInit = MessageInitShape<typeof ImpactSchema>;

/** What an act would touch. */
export function impactOn(touched: {
  readonly projects?: Iterable<ProjectId>;
  readonly links?: Iterable<LinkId>;
  readonly principals?: number;
}): ImpactInit {
  return {
    projectIds: [...new Set(touched.projects)],
    links: [...(touched.links ?? [])],
    principalCount: touched.principals ?? 0,
  };
}
