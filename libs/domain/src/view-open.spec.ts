import { newId, type BucketId, type ObjectId, type ProjectId } from './ids.ts';
import { Refusal } from './refusal.ts';
import { assertViewOpen, type ReadThing, type Standpoint, type WayIn } from './view-open.ts';

const [provider, consumer] = [newId('project'), newId('project')];
const [shared, other, own] = [newId('bucket'), newId('bucket'), newId('bucket')];
const thing = (bucket: BucketId, project: ProjectId, reads: readonly ReadThing[] = [], isHidden = false): ReadThing => {
  const object: ObjectId = reads.length > 0 ? newId('view') : newId('table');
  return { object, bucket, project, isHidden, reads: reads.map((read) => read.object) };
};
const table = thing(shared, provider);
const elsewhere = thing(other, provider);
const hidden = thing(shared, provider, [], true);
const ownTable = thing(own, consumer);
const view = thing(shared, provider, [table]);
const wide = thing(shared, provider, [table, elsewhere]);
const nested = thing(shared, provider, [wide]);
const gone = thing(shared, provider, [thing(shared, provider)]);
const ofTheirs = thing(own, consumer, [table, ownTable]);
const ofTheirView = thing(own, consumer, [wide]);
const ofHidden = thing(own, consumer, [hidden]);
const onward = thing(shared, provider, [ownTable]);
const all = [table, elsewhere, hidden, ownTable, view, wide, nested, ofTheirs, ofTheirView, ofHidden, onward];
const things = new Map(all.map((one) => [one.object, one]));

const whole: WayIn = { bucket: shared };
const granted = (objects: readonly ReadThing[], references: readonly BucketId[] = []): WayIn => ({
  bucket: shared,
  granted: new Set(objects.map(({ object }) => object)),
  references: new Set(references),
});
const link = (way: WayIn): Standpoint => ({ kind: 'link', way });
const owner = (project: ProjectId, ...ways: WayIn[]): Standpoint => ({ kind: 'owner', project, ways });

it.each<[what: string, ReadThing, Standpoint, string]>([
  ['an own view of own things', wide, owner(provider), 'open'],
  ['an own view of a view', nested, owner(provider), 'open'],
  ['an own view of what is gone', gone, owner(provider), 'source_gone'],
  ['a view through a whole link', wide, link(whole), 'open'],
  ['a granted view of its own database, whatever else is granted', view, link(granted([view])), 'open'],
  ['a granted view of two databases, without the reference', wide, link(granted([wide])), 'reference_usage_missing'],
  ['the same with the reference', wide, link(granted([wide], [other])), 'open'],
  ['a view of such a view, without it', nested, link(granted([nested])), 'reference_usage_missing'],
  ['a view of such a view, with it', nested, link(granted([nested], [other])), 'open'],
  ['a granted view of what is gone', gone, link(granted([gone])), 'source_gone'],
  ['a view of what came in by a link', onward, link(whole), 'source_gone'],
  ['an own view on a link', ofTheirs, owner(consumer, whole), 'open'],
  ['an own view on a link that was cut', ofTheirs, owner(consumer), 'source_gone'],
  ['an own view on a grant', ofTheirs, owner(consumer, granted([table])), 'open'],
  ['an own view on a grant that was revoked', ofTheirs, owner(consumer, granted([view])), 'source_gone'],
  ['an own view on what another link grants', ofTheirs, owner(consumer, granted([view]), granted([table])), 'open'],
  [
    'an own view of a granted view, without the reference',
    ofTheirView,
    owner(consumer, granted([wide])),
    'reference_usage_missing',
  ],
  ['an own view of a granted view, with it', ofTheirView, owner(consumer, granted([wide], [other])), 'open'],
  ['an own view on what links hide', ofHidden, owner(consumer, whole), 'source_gone'],
])('%s', (_, read, standpoint, expected) => {
  let outcome = 'open';
  try {
    assertViewOpen(read, things, standpoint, 'db.v');
  } catch (error) {
    outcome = error instanceof Refusal ? error.reason : String(error);
  }
  expect(outcome).toBe(expected);
});

it('views that read each other end', () => {
  const [one, two] = [newId('view'), newId('view')];
  const circle = (object: ObjectId, reads: ObjectId): ReadThing => {
    return { object, reads: [reads], bucket: shared, project: provider, isHidden: false };
  };
  const [first, second] = [circle(one, two), circle(two, one)];
  const both = new Map([first, second].map((round) => [round.object, round]));
  expect(() => assertViewOpen(first, both, owner(provider), 'db.v')).not.toThrow();
});
