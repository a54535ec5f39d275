import { type CommitVersionRequestSchema, type CommitVersionResponse, VersionService } from '@easement/contracts';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { asService, type Call, derivedRequestId, type Dial, principalOf } from '@easement/rpc';

export type Commit = Omit<
  MessageInitShape<typeof CommitVersionRequestSchema>,
  '$typeName' | 'principalId' | 'requestId'
>;

/** Makes a version of a table in the catalog, for whoever called. */
export type Committer = (call: Call, requestId: string, commit: Commit) => Promise<CommitVersionResponse>;

/**
 * The record of an upload is that of its version: the catalog is told the whole key of the outer request, and answers a
 * repeat as it did the first time.
 */
export function committer(dial: Dial): Committer {
  const versions = dial('catalog', VersionService);
  return (call, requestId, commit) => {
    const { principal } = principalOf(call);
    const derived = derivedRequestId({ ...call, requestId }, 'commit-version');
    return versions.commitVersion({ ...commit, principalId: principal, requestId: derived }, asService(call));
  };
}
