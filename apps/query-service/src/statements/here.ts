import type { ProjectId } from '@easement/domain';
import { type Call, derivedRequestId, onBehalf, type Outgoing } from '@easement/rpc';
import type { ObjectName } from '@easement/sql';

/** Where a statement runs: whose call it is, in which project, and the text in which places are told. */
export type Here = {
  readonly call: Call;
  readonly project: ProjectId;
  readonly text: string;
  /** The database in which names of one part are looked up; empty for none. */
  readonly defaultBucket: string;
  readonly validateOnly: boolean;
};

/** Does a step of the statement in the caller's name. A repeat of the statement repeats each of its steps. */
export function acting({ call }: Here, step: string): Outgoing {
  return { ...onBehalf(call), requestId: derivedRequestId(call, step) };
}

/** The name with the default database before it, where it has one part. */
export function qualified<N extends ObjectName>({ defaultBucket }: Pick<Here, 'defaultBucket'>, name: N): N {
  const { parts } = name;
  return { ...name, parts: parts.length === 1 && defaultBucket !== '' ? [defaultBucket, ...parts] : parts };
}
