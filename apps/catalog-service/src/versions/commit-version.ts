import type { VersionService } from '@easement/contracts';
import { assertMayChangeObject, assertOwnRows, notFound, type OrganizationId, waysTo } from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import { type Call, type Handler, organizationOf } from '@easement/rpc';
import { getObjectReach } from '../access/object-reach.ts';
import { findBucket } from '../buckets/bucket-store.ts';
import type { Deps } from '../deps.ts';
import type { Holdable } from '../holds/held.ts';
import { impactOn, tellHeld } from '../holds/tell-held.ts';
import { findAnswer } from '../mutation.ts';
import type { DataTable } from '../tables/data-table.ts';
import { toTableMessage } from '../tables/table-message.ts';
import { findTable } from '../tables/table-store.ts';
import { commitNextVersion, createWithVersion } from './apply-commit.ts';
import { type Commit, type Definition, toCommit } from './commit.ts';
import { extentOf } from './version.ts';

/**
 * The record of an upload is kept here, since query-service has no store: a repeat is the same upload if its content is,
 * though its files were written anew and have other ids. It is answered with the files of the first time.
 */
export function commitVersion(deps: Deps): Handler<typeof VersionService.method.commitVersion> {
  return async (request, call) => {
    const commit = toCommit(request);
    const upload: Call = { ...call, fingerprint: () => request.contentHash };
    const answered = await findAnswer(deps.db, upload);
    if (answered) return answered;
    const { place, apply } = await prepare(deps, call, commit);
    const now = deps.now();
    const answer = await tellHeld(deps, call, commit.principal, () =>
      deps.db.once(upload, async (tx) => {
        const table = await apply(tx, now);
        const fileIds = commit.files.map(({ id }) => id);
        return { table: toTableMessage(table), fileIds, rowCount: BigInt(extentOf(commit.files).rowCount) };
      }),
    );
    if (!call.validateOnly) return answer;
    const caller = { principal: commit.principal, organization: organizationOf(call) };
    return { ...answer, impact: await impactOn(deps, call, caller, place) };
  };
}

type Prepared = {
  /** What is changed: who links it is touched. */
  readonly place: Holdable;
  readonly apply: (tx: WriteTx, now: Date) => Promise<DataTable>;
};

/** Checks the right of whom it is done for once more, since an upload may have taken an hour. */
async function prepare(deps: Deps, call: Call, commit: Commit): Promise<Prepared> {
  const organization = organizationOf(call);
  const { definition, kind } = commit;
  return kind === 'create' && definition
    ? await prepareTable(deps, call, { organization, commit: { ...commit, definition } })
    : await prepareNext(deps, call, { organization, commit });
}

async function prepareTable(
  deps: Deps,
  call: Call,
  { organization, commit }: { organization: OrganizationId; commit: Commit & { readonly definition: Definition } },
): Promise<Prepared> {
  const id = commit.definition.bucket;
  const bucket = await deps.db.read(call, (tx) => findBucket(tx, organization, id));
  if (!bucket) throw notFound('bucket', id);
  const place = { bucket: id, project: bucket.project };
  const reach = await getObjectReach(deps, call, commit.principal, place, 'write');
  assertMayChangeObject(reach, { kind: 'bucket', id });
  return { place: { bucket: id }, apply: (tx, now) => createWithVersion(tx, bucket, commit, now) };
}

async function prepareNext(
  deps: Deps,
  call: Call,
  { organization, commit }: { organization: OrganizationId; commit: Commit },
): Promise<Prepared> {
  const id = commit.table;
  const table = await deps.db.read(call, (tx) => findTable(tx, organization, id));
  if (!table) throw notFound('table', id);
  const reach = waysTo(table, await getObjectReach(deps, call, commit.principal, table, 'write'));
  assertMayChangeObject(reach, { kind: 'table', id });
  assertOwnRows(table);
  const place = { bucket: table.bucket, table: id };
  return { place, apply: (tx, now) => commitNextVersion(tx, table, commit, now) };
}
