import type { CaseConsumer, CaseObject, CaseShare, CaseStep } from '../src/grant.cases.ts';
import { caseObjects, caseTenants } from '../src/grant.cases.ts';
import {
  assertHolds,
  assertMayHold,
  type BucketId,
  closedBuckets,
  type Grant,
  type Grantable,
  type GrantedKind,
  isSameGrant,
  linkExists,
  newId,
  notFound,
  type ObjectId,
  type Privilege,
  type ShareId,
  shownThrough,
  takenAlong,
  usedBucket,
} from '../src/index.ts';

type Thing = Grantable & { readonly name: CaseObject };
type Share = {
  readonly id: ShareId;
  bucket: BucketId | undefined;
  grants: Grant[];
  readonly tenants: Set<CaseConsumer>;
};
type Link = { readonly share: ShareId; readonly project: CaseConsumer; readonly object: ObjectId | undefined };

/** What the rules alone make of the steps: nothing here but lists, and the functions of the domain. */
export type Granting = {
  /** `yes`, `unchanged`, or throws the refusal. */
  readonly act: (step: CaseStep) => string;
  readonly holds: (share: CaseShare) => string;
  readonly reads: (consumer: CaseConsumer) => string;
};

type World = {
  readonly things: Map<CaseObject, Thing>;
  readonly shares: Map<CaseShare, Share>;
  links: Link[];
};

export function granting(): Granting {
  const world: World = { things: thingsOfAll(), shares: new Map(), links: [] };
  for (const share of ['one', 'two'] as const) makeShare(world, share);
  return {
    act: (step) => act(world, step),
    holds: (share) => holds(world, share),
    reads: (consumer) => reads(world, consumer),
  };
}

function thingsOfAll(): Map<CaseObject, Thing> {
  const [db, other] = [newId('bucket'), newId('bucket')];
  const thing = (name: CaseObject, kind: GrantedKind, readBuckets: BucketId[] = []): Thing => {
    const bucket = name === 'other' || name === 'stranger' ? other : db;
    const object = kind === 'bucket' ? bucket : newId(kind);
    return { name, object, kind, bucket, isHidden: false, readBuckets, readsLink: false };
  };
  const all = [
    ...[thing('db', 'bucket'), thing('other', 'bucket'), thing('fun', 'function')],
    ...(['table', 'twin', 'alias', 'stranger'] as const).map((name) => thing(name, 'table')),
    ...[thing('view', 'view', [db]), thing('wide', 'view', [db, other]), thing('broad', 'view', [other])],
  ];
  return new Map(all.map((one) => [one.name, one]));
}

function makeShare({ shares }: World, name: CaseShare): void {
  shares.set(name, { id: newId('share'), bucket: undefined, grants: [], tenants: new Set(caseTenants[name]) });
}

function act(world: World, step: CaseStep): string {
  if ('thing' in step) return actOnThing(world, step.verb, step.thing);
  if ('project' in step) return actOnLink(world, step);
  const share = getShare(world, step.share);
  const thing = world.things.get(step.object);
  if (!thing) throw notFound('object', step.object);
  const privilege = privilegeOn(thing.kind, step.verb);
  return step.verb === 'grant' || step.verb === 'refer'
    ? grant(world, share, thing, privilege)
    : revoke(world, share, { ...thing, privilege });
}

function privilegeOn(kind: GrantedKind, verb: string): Privilege {
  if (verb.endsWith('refer')) return 'reference_usage';
  return kind === 'table' || kind === 'view' ? 'select' : 'usage';
}

function grant({ links }: World, share: Share, thing: Thing, privilege: Privilege): string {
  const granted = { object: thing.object, kind: thing.kind, bucket: thing.bucket, privilege };
  if (share.grants.some((one) => isSameGrant(one, granted))) return 'unchanged';
  const isLinked = links.some((link) => link.share === share.id);
  assertMayHold({ share: { ...share, kind: 'grants' }, grants: share.grants, isLinked }, thing, privilege);
  share.grants.push(granted);
  share.bucket = usedBucket(share.grants) ?? share.bucket;
  return 'yes';
}

function revoke({ links }: World, share: Share, revoked: Grant): string {
  const taken = takenAlong(share.grants, revoked);
  share.grants = share.grants.filter((one) => !taken.includes(one));
  share.bucket = usedBucket(share.grants) ?? (links.some((link) => link.share === share.id) ? share.bucket : undefined);
  return taken.length > 0 ? 'yes' : 'unchanged';
}

function actOnLink(world: World, step: Extract<CaseStep, { project: CaseConsumer }>): string {
  const { verb, project } = step;
  const share = getShare(world, step.share);
  const object = step.object && (world.things.get(step.object)?.object as ObjectId);
  const isOfProject = (link: Link) => link.share === share.id && link.project === project;
  const isSame = (link: Link) => isOfProject(link) && link.object === object;
  switch (verb) {
    case 'link':
      if (!share.tenants.has(project)) throw notFound('share', share.id);
      assertHolds({ id: share.id, kind: 'grants' }, share.grants, object);
      if (world.links.some(isSame)) throw linkExists({ id: newId('link'), name: 'x', project: newId('project') });
      world.links.push({ share: share.id, project, object });
      return 'yes';
    case 'unlink':
      world.links = world.links.filter((link) => !isSame(link));
      return 'yes';
    case 'force':
      world.links = world.links.filter((link) => !isOfProject(link));
      return 'yes';
    case 'add':
      share.tenants.add(project);
      return 'yes';
    case 'remove':
      world.links = world.links.filter((link) => !isOfProject(link));
      return share.tenants.delete(project) ? 'yes' : 'unchanged';
    case 'rename':
      return 'yes';
  }
}

function actOnThing(world: World, verb: string, name: CaseObject | CaseShare): string {
  if (name === 'one' || name === 'two') {
    if (verb === 'make') makeShare(world, name);
    if (verb === 'drop') dropShare(world, name);
    return 'yes';
  }
  const thing = world.things.get(name);
  const other = world.things.get('other');
  if (!thing || !other) throw notFound('object', name);
  if (verb === 'drop') drop(world, thing);
  if (verb === 'widen') world.things.set(name, { ...thing, readBuckets: [other.bucket] });
  if (verb === 'taint') world.things.set(name, { ...thing, readsLink: true });
  if (verb === 'hide') world.things.set(name, { ...thing, isHidden: true });
  return 'yes';
}

/** A database goes with what is in it, and takes the shares along that are of it. */
function drop(world: World, dropped: Thing): void {
  const isGone = (thing: Thing) => thing === dropped || (dropped.kind === 'bucket' && thing.bucket === dropped.bucket);
  for (const [name, thing] of world.things) if (isGone(thing)) world.things.delete(name);
  for (const [name, share] of world.shares) {
    if (dropped.kind === 'bucket' && share.bucket === dropped.bucket) dropShare(world, name);
  }
}

function dropShare(world: World, name: CaseShare): void {
  const { id } = getShare(world, name);
  world.shares.delete(name);
  world.links = world.links.filter((link) => link.share !== id);
}

function getShare({ shares }: World, name: CaseShare): Share {
  const share = shares.get(name);
  if (!share) throw notFound('share', name);
  return share;
}

function holds({ things, shares }: World, name: CaseShare): string {
  const share = shares.get(name);
  if (!share) return 'gone';
  return cell(
    caseObjects.flatMap((object) => {
      const held = share.grants.filter((one) => one.object === things.get(object)?.object);
      return held.map(({ privilege }) => (privilege === 'reference_usage' ? `+${object}` : object));
    }),
  );
}

function reads({ things, shares, links }: World, project: CaseConsumer): string {
  const shown = (thing: Thing): boolean =>
    [...shares.values()].some(({ id, grants }) =>
      links
        .filter((link) => link.share === id && link.project === project)
        .some((link) => shownThrough(link, grants).objects.has(thing.object as ObjectId) && isOpen(thing, grants)),
    );
  return cell(caseObjects.filter((name) => [...things.values()].some((thing) => thing.name === name && shown(thing))));
}

function isOpen(thing: Thing, grants: readonly Grant[]): boolean {
  return !thing.isHidden && !thing.readsLink && closedBuckets(thing, grants).length === 0;
}

/** As the table writes it: references last. */
export function cell(names: readonly string[]): string {
  const [references, objects] = [
    names.filter((name) => name.startsWith('+')),
    names.filter((name) => !name.startsWith('+')),
  ];
  return [...objects, ...references].join(' ') || '-';
}
