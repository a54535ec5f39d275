import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ImpactSchema } from '@easement/contracts';
import type { ProjectId } from '@easement/domain';
import type { Call } from '@easement/rpc';

export type ImpactInit = MessageInitShape<typeof ImpactSchema>;

export function impactOn(principalCount: number, projectIds: readonly ProjectId[] = []): ImpactInit {
  return { principalCount, projectIds: [...projectIds] };
}

/** What a mutation answers at its end: what was done, or what it would touch if the caller asked for the check alone. */
export function answerOr<A extends object>(call: Call, impact: ImpactInit, answer: A): A | { impact: ImpactInit } {
  return call.validateOnly ? { impact } : answer;
}
