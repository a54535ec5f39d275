import type { MessageInitShape } from '@bufbuild/protobuf';
import type { LoadHeader, LoadTableResponseSchema } from '@easement/contracts';
import type { Call } from '@easement/rpc';
import type { Committing } from './commit-rows.ts';
import type { Upload } from '../engine/files/receive-upload.ts';

/** One load under way: everything its steps need to know. */
export type Load = {
  readonly call: Call;
  readonly header: LoadHeader;
  /** The header's, or the one that the call was given. */
  readonly requestId: string;
  readonly upload: Upload;
};

/** How its rows are committed. */
export function committing({ call, header: { validateOnly }, requestId, upload }: Load): Committing {
  return { call, requestId, validateOnly, contentHash: upload.sha256 };
}

/** What a load is answered with. */
export type Loaded = MessageInitShape<typeof LoadTableResponseSchema>;
