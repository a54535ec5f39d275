import { fromBinary } from '@bufbuild/protobuf';
import { CommitVersionResponseSchema, VersionService } from '@easement/contracts';
import { actorKey, findRow, requestTable } from '@easement/persistence';
import type { Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';

const method = `${VersionService.typeName}/${VersionService.method.commitVersion.name}`;

/**
 * Answers what was recorded whatever has become of it: the table may be gone, or past that version. Who asks compares the
 * hash with that of the upload it has.
 */
export function recallCommit({ db }: Deps): Handler<typeof VersionService.method.recallCommit> {
  return async ({ requestId }, call) => {
    const { organization, principal } = actorKey(call.actor);
    const key = { organization_id: organization, principal, method, request_id: requestId };
    const record = await db.read(call, (tx) => findRow(tx, requestTable, key));
    if (!record?.answer) return {};
    return { commit: fromBinary(CommitVersionResponseSchema, record.answer), contentHash: record.fingerprint };
  };
}
