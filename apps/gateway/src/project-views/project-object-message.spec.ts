import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { LinkSchema, ListedObjectSchema, ObjectKind, Origin } from '@easement/contracts';
import type { ShownLink } from './live-links.ts';
import { toLinkedBucket, toProjectObject } from './project-object-message.ts';

const link = create(LinkSchema, { id: 'lnk_1', name: 'ops', bucketId: 'bkt_theirs', sourceProjectId: 'prj_them' });
const links = new Map<string, ShownLink[]>([[link.bucketId, [link]]]);

const show = (listed: MessageInitShape<typeof ListedObjectSchema>) =>
  toProjectObject(create(ListedObjectSchema, listed), 'prj_us', links);

const bucket = (id: string, projectId: string) => ({
  object: { case: 'bucket' as const, value: { id, name: 'flights', projectId, rowCount: 7n, byteCount: 70n } },
});

const table = (bucketId: string, projectId: string) => ({
  object: { case: 'table' as const, value: { id: 'tbl_1', name: 'legs', projectId, bucketId, rowCount: 3n } },
  bucketName: 'flights',
});

it('shows an own bucket under its name', () => {
  expect(show(bucket('bkt_ours', 'prj_us'))).toEqual([
    {
      id: 'bkt_ours',
      kind: ObjectKind.BUCKET,
      name: 'flights',
      bucketName: '',
      origin: Origin.OWN,
      sourceProjectId: 'prj_us',
      rowCount: 7n,
      byteCount: 70n,
    },
  ]);
});

it('shows an own table in its bucket', () => {
  expect(show(table('bkt_ours', 'prj_us'))).toMatchObject([
    { kind: ObjectKind.TABLE, name: 'legs', bucketName: 'flights', origin: Origin.OWN, rowCount: 3n },
  ]);
});

it('shows own and linked views and functions in their buckets, without a size', () => {
  const view = (bucketId: string, projectId: string) => ({
    object: { case: 'view' as const, value: { id: 'vew_1', name: 'late', projectId, bucketId } },
    bucketName: 'flights',
  });
  const made = { case: 'function' as const, value: { id: 'fun_1', name: 'miles', projectId: 'prj_us', bucketId: 'b' } };
  const own = { origin: Origin.OWN, bucketName: 'flights', sourceProjectId: 'prj_us' };
  expect(show(view('bkt_ours', 'prj_us'))).toEqual([{ ...own, id: 'vew_1', kind: ObjectKind.VIEW, name: 'late' }]);
  expect(show({ object: made, bucketName: 'flights' })).toEqual([
    { ...own, id: 'fun_1', kind: ObjectKind.FUNCTION, name: 'miles' },
  ]);
  expect(show(view('bkt_theirs', 'prj_them'))).toMatchObject([
    { id: 'vew_1', bucketName: 'ops', origin: Origin.LINKED, linkId: 'lnk_1' },
  ]);
});

it('shows a linked bucket under the name of the link', () => {
  expect(show(bucket('bkt_theirs', 'prj_them'))).toMatchObject([
    {
      id: 'bkt_theirs',
      name: 'ops',
      bucketName: '',
      origin: Origin.LINKED,
      linkId: 'lnk_1',
      sourceProjectId: 'prj_them',
    },
  ]);
});

it('shows of a bucket what each of its links shows, and no size of one that is not shown whole', () => {
  const granting: ShownLink = { ...link, id: 'lnk_2', name: 'db', granted: new Set(['tbl_1']) };
  const closed: ShownLink = { ...link, id: 'lnk_3', name: 'empty', granted: new Set() };
  const all = new Map([[link.bucketId, [link, granting, closed]]]);
  const named = (listed: MessageInitShape<typeof ListedObjectSchema>) =>
    toProjectObject(create(ListedObjectSchema, listed), 'prj_us', all).map((one) => [
      one.name,
      one.bucketName,
      one.rowCount,
    ]);
  expect(named(bucket('bkt_theirs', 'prj_them'))).toEqual([
    ['ops', '', 7n],
    ['db', '', 0n],
    ['empty', '', 0n],
  ]);
  expect(named(table('bkt_theirs', 'prj_them'))).toEqual([
    ['legs', 'ops', 3n],
    ['legs', 'db', 3n],
  ]);
});

it('shows a linked table in the link, not in the bucket of its source', () => {
  expect(show(table('bkt_theirs', 'prj_them'))).toMatchObject([
    { name: 'legs', bucketName: 'ops', origin: Origin.LINKED, linkId: 'lnk_1' },
  ]);
});

it.each([bucket('bkt_other', 'prj_them'), table('bkt_other', 'prj_them'), {}])(
  'shows nothing of what is neither own nor linked: %#',
  (listed) => {
    expect(show(listed)).toEqual([]);
  },
);

it('shows of a linked bucket what the link alone tells', () => {
  expect(toLinkedBucket(link)).toEqual({
    id: 'bkt_theirs',
    kind: ObjectKind.BUCKET,
    name: 'ops',
    origin: Origin.LINKED,
    linkId: 'lnk_1',
    sourceProjectId: 'prj_them',
  });
});
