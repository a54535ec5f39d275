import { refusalOf } from '../test/standings.ts';
import {
  assertHolds,
  assertMayHold,
  type Grant,
  type Grantable,
  type GrantedKind,
  mostGrants,
  newId,
  type ObjectId,
  type Privilege,
  type ShareKind,
  shownBy,
  shownThrough,
  takenAlong,
  usedBucket,
} from './index.ts';

const [db1, db2] = [newId('bucket'), newId('bucket')];
const id = newId('share');
const table = newId('table');
const usage: Grant = { object: db1, kind: 'bucket', privilege: 'usage', bucket: db1 };
const reference: Grant = { object: db2, kind: 'bucket', privilege: 'reference_usage', bucket: db2 };
const select: Grant = { object: table, kind: 'table', privilege: 'select', bucket: db1 };

function thing(kind: GrantedKind, more: Partial<Grantable> = {}): Grantable {
  const bucket = more.bucket ?? db1;
  const object = kind === 'bucket' ? bucket : newId(kind);
  return { object, kind, isHidden: false, readBuckets: [], readsLink: false, ...more, bucket };
}

type Held = { readonly grants?: readonly Grant[]; readonly isLinked?: boolean; readonly kind?: ShareKind };

const cases: readonly [story: string, held: Held, granted: Grantable, privilege: Privilege, outcome: string][] = [
  ['the usage of a bucket, first of all', {}, thing('bucket'), 'usage', 'yes'],
  ['a table before its bucket', {}, thing('table'), 'select', 'wrong_share_object'],
  ['a table of its bucket', { grants: [usage] }, thing('table'), 'select', 'yes'],
  ['a function of its bucket', { grants: [usage] }, thing('function'), 'usage', 'yes'],
  ['a table of another bucket', { grants: [usage] }, thing('table', { bucket: db2 }), 'select', 'wrong_share_object'],
  [
    'a table of a bucket that views may read',
    { grants: [usage, reference] },
    thing('table', { bucket: db2 }),
    'select',
    'wrong_share_object',
  ],
  ['a second bucket', { grants: [usage] }, thing('bucket', { bucket: db2 }), 'usage', 'wrong_share_object'],
  ['another bucket after a revoke', {}, thing('bucket', { bucket: db2 }), 'usage', 'yes'],
  [
    'another bucket while projects link it',
    { isLinked: true },
    thing('bucket', { bucket: db2 }),
    'usage',
    'wrong_share_object',
  ],
  ['its bucket again while projects link it', { isLinked: true }, thing('bucket'), 'usage', 'yes'],
  ['the reference to a bucket before any other', {}, thing('bucket', { bucket: db2 }), 'reference_usage', 'yes'],
  ['a view of its bucket', { grants: [usage] }, thing('view', { readBuckets: [db1] }), 'select', 'yes'],
  [
    'a view of a closed bucket',
    { grants: [usage] },
    thing('view', { readBuckets: [db1, db2] }),
    'select',
    'reference_usage_missing',
  ],
  ['a view of an open bucket', { grants: [usage, reference] }, thing('view', { readBuckets: [db2] }), 'select', 'yes'],
  [
    'a view of what comes in by a link',
    { grants: [usage, reference] },
    thing('view', { readsLink: true }),
    'select',
    'reshare_forbidden',
  ],
  ['an alias that links hide', { grants: [usage] }, thing('table', { isHidden: true }), 'select', 'wrong_share_object'],
  ['a table to be used', { grants: [usage] }, thing('table'), 'usage', 'wrong_privilege'],
  ['a bucket to be selected', {}, thing('bucket'), 'select', 'wrong_privilege'],
  ['a function to be selected', { grants: [usage] }, thing('function'), 'select', 'wrong_privilege'],
  ['a view to be referenced', { grants: [usage] }, thing('view'), 'reference_usage', 'wrong_privilege'],
  ['a table of a bucket that is shared whole', { kind: 'bucket' }, thing('table'), 'select', 'wrong_share_object'],
  [
    'more than it may hold',
    { grants: [usage, ...Array.from({ length: mostGrants }, () => select)] },
    thing('table'),
    'select',
    'invalid_field',
  ],
];

describe('a share is granted', () => {
  it.each(cases)('%s', (_, { grants = [], isLinked = false, kind = 'grants' }, granted, privilege, outcome) => {
    const refusal = refusalOf(() =>
      assertMayHold({ share: { id, kind, bucket: db1 }, grants, isLinked }, granted, privilege),
    );
    expect(refusal?.reason ?? 'yes').toBe(outcome);
  });

  it('and names the buckets that a view wants opened', () => {
    const view = thing('view', { readBuckets: [db1, db2] });
    const holding = { share: { id, kind: 'grants', bucket: db1 }, grants: [usage], isLinked: false } as const;
    expect(refusalOf(() => assertMayHold(holding, view, 'select'))?.facts).toMatchObject({
      buckets: db2,
      id: view.object,
    });
  });
});

describe('what is revoked', () => {
  it('is that grant alone', () => {
    expect(takenAlong([usage, reference, select], select)).toEqual([select]);
    expect(takenAlong([usage, reference, select], reference)).toEqual([reference]);
  });

  it('takes the objects of the bucket along, and leaves references', () => {
    expect(takenAlong([usage, reference, select], usage)).toEqual([usage, select]);
  });

  it('is nothing where it was not granted', () => {
    expect(takenAlong([usage, reference], select)).toEqual([]);
    expect(takenAlong([reference, select], usage)).toEqual([]);
  });
});

describe('a link shows', () => {
  it('the objects that are granted, and lets their views read the buckets that are referenced', () => {
    expect(shownBy([usage, reference, select])).toEqual({ objects: new Set([table]), references: new Set([db2]) });
  });

  it('nothing without the usage of a bucket', () => {
    expect(usedBucket([reference])).toBeUndefined();
  });

  it.each<[story: string, kind: ShareKind, grants: readonly Grant[], object: ObjectId | undefined, outcome: string]>([
    ['a share without a bucket', 'grants', [reference], undefined, 'not_shared'],
    ['a share with one', 'grants', [usage], undefined, 'yes'],
    ['a whole bucket', 'bucket', [], undefined, 'yes'],
    ['a table that is granted', 'grants', [usage, select], table, 'yes'],
    ['a table that is not', 'grants', [usage, reference], table, 'not_found'],
    ['a table of a share without a bucket', 'grants', [], table, 'not_found'],
    ['a table of a whole bucket', 'bucket', [], table, 'wrong_share_object'],
  ])('%s, or is refused', (_, kind, grants, object, outcome) => {
    expect(refusalOf(() => assertHolds({ id, kind }, grants, object))?.reason ?? 'yes').toBe(outcome);
  });

  it('one object alone where it is to that one, and nothing while that is not granted', () => {
    const other: Grant = { ...select, object: newId('table') };
    const shown = (object: ObjectId | undefined, grants: readonly Grant[]) =>
      [...shownThrough({ object }, grants).objects].sort();
    expect(shown(undefined, [usage, select, other])).toEqual([table, other.object].sort());
    expect(shown(table, [usage, reference, select, other])).toEqual([table]);
    expect(shown(table, [usage, reference, other])).toEqual([]);
    expect(shownThrough({ object: table }, [usage, reference, select]).references).toEqual(new Set([db2]));
  });
});
