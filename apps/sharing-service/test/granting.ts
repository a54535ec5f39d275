import { Action, Privilege } from '@easement/contracts';
import { isId } from '@easement/domain';
import {
  type CaseConsumer,
  type CaseObject,
  caseObjects,
  type CaseShare,
  type CaseStep,
  caseTenants,
} from '@easement/domain/grant-cases';
import type { FakeBucket, FakeProject } from '@easement/testing';
import { anEmptyShare, aScene, linkOf, outcomeOf, type Scene, tenants } from './scene.ts';
import type { PersonClients, ServiceClients, Sharing } from './sharing.ts';

/** The world of the truth table of grants, in an organization of its own. */
export type Granting = {
  /** `yes`, `unchanged`, or the reason of the refusal. */
  readonly act: (step: CaseStep) => Promise<string>;
  /** As the provider lists it. */
  readonly holds: (share: CaseShare) => Promise<string>;
  /** As CheckAccess answers each object. */
  readonly reads: (consumer: CaseConsumer) => Promise<string>;
  /** What the consumer's links show, as ResolveNames and as FindReach tell. */
  readonly shown: (consumer: CaseConsumer) => Promise<{ readonly resolved: string; readonly reached: string }>;
};

type World = {
  readonly sharing: Sharing;
  readonly scene: Scene;
  readonly clients: Readonly<Record<CaseConsumer | 'provider', PersonClients>>;
  readonly inside: ServiceClients;
  readonly ids: Readonly<Record<CaseObject, string>>;
  readonly other: FakeBucket;
  readonly targets: Readonly<Record<CaseConsumer, FakeBucket>>;
  /** Names survive, ids do not: a share that is made again has another one. */
  readonly shares: Map<CaseShare, { readonly id: string; readonly name: string }>;
};

export async function startGranting(sharing: Sharing): Promise<Granting> {
  const scene = aScene(sharing);
  const { catalog } = sharing;
  const other = catalog.addBucket(scene.operations, { name: 'other' });
  const [db, table] = [scene.bucket, catalog.addTable(scene.bucket)];
  const world: World = {
    ...{ sharing, scene, other, shares: new Map(), inside: sharing.inside(scene.organization) },
    clients: {
      provider: sharing.as(scene.sharer),
      analytics: sharing.as(scene.outsideLinker),
      marketing: sharing.as(scene.outsideMarketer),
    },
    ids: {
      ...{ db: db.id, other: other.id, table, twin: catalog.addTable(db), alias: catalog.addAlias(db, table, false) },
      ...{ view: catalog.addView(db, { buckets: [db] }), wide: catalog.addView(db, { buckets: [db, other] }) },
      ...{ broad: catalog.addView(db, { buckets: [other] }), fun: catalog.addFunction(db) },
      stranger: catalog.addTable(other),
    },
    targets: {
      analytics: catalog.addBucket(scene.analytics, { name: 'mine' }),
      marketing: catalog.addBucket(scene.marketing, { name: 'mine' }),
    },
  };
  for (const share of ['one', 'two'] as const) await makeShare(world, share);
  return {
    act: (step) => act(world, step),
    holds: (share) => holds(world, share),
    reads: (consumer) => reads(world, consumer),
    shown: (consumer) => shown(world, consumer),
  };
}

async function makeShare(world: World, name: CaseShare): Promise<void> {
  const audience = tenants(...caseTenants[name].map((project) => projectOf(world, project)));
  const share = await anEmptyShare(provider(world), world.scene.operations, audience);
  world.shares.set(name, share);
}

async function act(world: World, step: CaseStep): Promise<string> {
  let isUnchanged = false;
  const outcome = await outcomeOf(
    perform(world, step).then((answer) => {
      isUnchanged = answer.unchanged === true || (answer.unchangedProjectIds?.length ?? 0) > 0;
    }),
  );
  if (outcome !== 'done') return outcome;
  return isUnchanged ? 'unchanged' : 'yes';
}

type Answer = { readonly unchanged?: boolean; readonly unchangedProjectIds?: readonly string[] };

async function perform(world: World, step: CaseStep): Promise<Answer> {
  if ('thing' in step) return await performOnThing(world, step.verb, step.thing);
  if ('project' in step) return await performOnLink(world, step);
  const objectId = world.ids[step.object];
  const request = { shareId: idOf(world, step.share), objectId, privilege: privilegeOn(objectId, step.verb) };
  const { shares } = provider(world);
  return step.verb === 'grant' || step.verb === 'refer' ? await shares.grant(request) : await shares.revoke(request);
}

function privilegeOn(id: string, verb: string): Privilege {
  if (verb.endsWith('refer')) return Privilege.REFERENCE_USAGE;
  return isId('table', id) || isId('view', id) ? Privilege.SELECT : Privilege.USAGE;
}

async function performOnLink(world: World, step: Extract<CaseStep, { project: CaseConsumer }>): Promise<Answer> {
  const { verb, project, object } = step;
  const shareId = idOf(world, step.share);
  const there = projectOf(world, project);
  const { links } = consumer(world, project);
  const { shares, links: providersLinks } = provider(world);
  switch (verb) {
    case 'link': {
      const single = object ? { objectId: world.ids[object], targetBucketId: world.targets[project].id } : {};
      await links.createLink({ ...linkOf({ id: shareId }, there), name: crypto.randomUUID(), ...single });
      return {};
    }
    case 'unlink':
      return await links.deleteLink({ linkId: await linkId(world, step) }).then(() => ({}));
    case 'rename': {
      const renamed = { linkId: await linkId(world, step), name: 'renamed', updateMask: { paths: ['name'] } };
      return await links.updateLink(renamed).then(() => ({}));
    }
    case 'force':
      return await providersLinks.forceUnlink({ shareId, projectId: there.id }).then(() => ({}));
    case 'add':
      return await shares.addProjects({ shareId, projectIds: [there.id] });
    case 'remove':
      return await shares.removeProjects({ shareId, projectIds: [there.id] });
  }
}

async function performOnThing(world: World, verb: string, name: CaseObject | CaseShare): Promise<Answer> {
  const { catalog } = world.sharing;
  if (name === 'one' || name === 'two') {
    const { shares } = provider(world);
    if (verb === 'make') await makeShare(world, name);
    else if (verb === 'drop') await shares.deleteShare({ shareId: idOf(world, name) });
    else await shares.updateShare({ shareId: idOf(world, name), name: 'renamed', updateMask: { paths: ['name'] } });
    return {};
  }
  const id = world.ids[name];
  const [view, object] = [
    id as Parameters<typeof catalog.replaceView>[0],
    id as Parameters<typeof catalog.dropObject>[0],
  ];
  const { bucket } = world.scene;
  if (verb === 'rename') catalog.renameBucket(bucket, 'renamed');
  else if (verb === 'drop' && name === 'db') catalog.dropBucket(bucket);
  else if (verb === 'drop') catalog.dropObject(object);
  else if (verb === 'hide') catalog.hideAlias(id as Parameters<typeof catalog.hideAlias>[0]);
  else if (verb === 'widen') catalog.replaceView(view, { buckets: [world.other] });
  else catalog.replaceView(view, { buckets: [bucket], readsLink: verb === 'taint' });
  return {};
}

async function linkId(world: World, step: Extract<CaseStep, { project: CaseConsumer }>): Promise<string> {
  const found = await linksOf(world, step.project);
  const objectId = step.object ? world.ids[step.object] : '';
  return found.find((link) => link.shareId === idOf(world, step.share) && link.objectId === objectId)?.id ?? '';
}

async function linksOf(world: World, project: CaseConsumer) {
  const parent = { case: 'projectId', value: projectOf(world, project).id } as const;
  return (await consumer(world, project).links.listLinks({ parent })).links;
}

async function holds(world: World, share: CaseShare): Promise<string> {
  const { shares } = provider(world);
  const shareId = idOf(world, share);
  if ((await outcomeOf(shares.getShare({ shareId }))) === 'not_found') return 'gone';
  const { grants } = await shares.listGrants({ parent: { case: 'shareId', value: shareId } });
  const held = new Map(grants.map(({ objectId, privilege }) => [objectId, privilege]));
  const names = caseObjects.filter((name) => held.has(world.ids[name]));
  const isReference = (name: CaseObject) => held.get(world.ids[name]) === Privilege.REFERENCE_USAGE;
  const references = names.filter(isReference).map((name) => `+${name}`);
  return [...names.filter((name) => !isReference(name)), ...references].join(' ') || '-';
}

async function reads(world: World, project: CaseConsumer): Promise<string> {
  const asked = caseObjects.filter((name) => name !== 'db' && name !== 'other');
  const checks = asked.map((name) => ({
    ...{ projectId: projectOf(world, project).id, action: Action.READ },
    object: toRef(world.ids[name]),
  }));
  const { decisions } = await consumer(world, project).access.batchCheckAccess({ checks });
  return asked.filter((_, place) => decisions[place]?.allowed).join(' ') || '-';
}

function toRef(id: string) {
  if (isId('view', id)) return { object: { case: 'viewId', value: id } as const };
  if (isId('function', id)) return { object: { case: 'functionId', value: id } as const };
  return { object: { case: 'tableId', value: id } as const };
}

async function shown(world: World, project: CaseConsumer) {
  const linkIds = (await linksOf(world, project)).map(({ id }) => id);
  const { names } = await consumer(world, project).access.resolveNames({
    ...{ projectId: projectOf(world, project).id, linkIds },
  });
  const principalId = personOf(world, project).principal;
  const { reaches } = await world.inside.reach.findReach({ principalId, linkIds });
  const tell = (all: readonly { readonly grantedIds: readonly string[] }[]): string => {
    const ids = new Set(all.flatMap(({ grantedIds }) => grantedIds));
    return caseObjects.filter((name) => ids.has(world.ids[name])).join(' ') || '-';
  };
  return { resolved: tell(names), reached: tell(reaches) };
}

function idOf({ shares }: World, name: CaseShare): string {
  return shares.get(name)?.id ?? '';
}

function projectOf({ scene }: World, name: CaseConsumer): FakeProject {
  return scene[name];
}

function personOf({ scene }: World, name: CaseConsumer) {
  return name === 'analytics' ? scene.outsideLinker : scene.outsideMarketer;
}

function consumer({ clients }: World, name: CaseConsumer): PersonClients {
  return clients[name];
}

function provider({ clients }: World): PersonClients {
  return clients.provider;
}
