import { type CommitVersionRequestSchema, type CommitVersionResponse, VersionService } from '@easement/contracts';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { asService, type Call, derivedRequestId, type Dial, principalOf } from '@easement/rpc';

export type Commit = Omit<
  MessageInitShape<typeof CommitVersionRequestSchema>,
  '$typeName' | 'principalId' | 'requestId'
>;

/** An upload that was committed before, under the same request id. */
export type Recalled = {
  readonly kind: 'recalled';
  readonly commit: CommitVersionResponse;
  /** What the upload was. */
  readonly contentHash: string;
};

/**
 * The record of an upload is that of its version: the catalog is told the whole key of the outer request, and answers a
 * repeat as it did the first time.
 */
export type Commits = {
  /** Makes a version of a table in the catalog, for whoever called. */
  readonly make: (call: Call, requestId: string, commit: Commit) => Promise<CommitVersionResponse>;
  /** What the caller's request id came to before; undefined if to nothing. */
  readonly recall: (call: Call, requestId: string) => Promise<Recalled | undefined>;
};

export function commitsOf(dial: Dial): Commits {
  const versions = dial('catalog', VersionService);
  const derive = (call: Call, requestId: string): string => derivedRequestId({ ...call, requestId }, 'commit-version');
  return {
    make: (call, requestId, commit) => {
      const { principal } = principalOf(call);
      const request = { ...commit, principalId: principal, requestId: derive(call, requestId) };
      return versions.commitVersion(request, asService(call));
    },
    recall: async (call, requestId) => {
      // Who is no principal would be refused by the peer, in the name of this service.
      principalOf(call);
      const { commit, contentHash } = await versions.recallCommit(
        { requestId: derive(call, requestId) },
        asService(call),
      );
      return commit && { kind: 'recalled', commit, contentHash };
    },
  };
}
