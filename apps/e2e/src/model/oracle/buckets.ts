import type { EtagChoice, Mutation } from '../act.ts';
import {
  type Bucket,
  fold,
  type Handle,
  isLive,
  type Link,
  living,
  nextHandle,
  type Person,
  type Table,
  there,
  type World,
} from '../world.ts';
import { nameTaken, refuseName } from './names.ts';
import { hasLinks } from './projects.ts';
import { keeps, linksTo, nameOwner, reachOf, shows, writable } from './sight.ts';
import { may, refuseRole, seesInside, seesName } from './standing.ts';
import { type Granted, grant, refuse, type Refused, type Verdict } from './verdict.ts';
import { tablesOf, viewBucket } from './views.ts';

type Of<K extends Mutation['kind']> = Extract<Mutation, { readonly kind: K }>;

export function createBucket(world: World, person: Person, act: Of<'create_bucket'>): Verdict {
  const { project, name, stage } = act;
  const refused = refuseName(name) ?? refuseRole(world, person, project, 'write');
  if (refused) return refused;
  const owner = nameOwner(world, project, fold(name), fold);
  if (owner !== undefined) return nameTaken(owner);
  return grant(() => {
    const handle = nextHandle('bucket', world.buckets);
    const { organization, handle: creator } = person;
    const bucket: Bucket = {
      ...{ handle, organization, gone: false, project, creator, name, stage, updates: 0 },
      metadata: new Map(),
    };
    world.buckets.set(handle, bucket);
    return viewBucket(world, bucket, true);
  });
}

/** §5: what is changed is changed in the project that owns it; whoever has `write` where it is linked is told so. */
export function refuseChange(world: World, person: Person, handle: Handle, table?: Table): Refused | undefined {
  const reach = reachOf(world, person, handle);
  const ways = reach?.links.filter((link) => !table || shows(world, link, table.handle)) ?? [];
  if (!reach || (ways.length === 0 && !seesInside(world, person, reach.owner))) return refuse('NOT_FOUND');
  if (may(world, person, reach.owner, 'write')) return undefined;
  const links = writable(world, person, ways).map((link) => link.handle);
  return links.length > 0 ? refuse('LINK_IS_READ_ONLY', { link: links }) : refuse('MISSING_ROLE', { role: 'write' });
}

/** §10. Stale is what a thing had before it was ever updated, and is asked with only after that. */
export function refuseStale(etag: EtagChoice): Refused | undefined {
  return etag === 'stale' ? refuse('STALE_ETAG') : undefined;
}

/** Whom a change of a bucket touches: who links it, as far as the person may know. */
export function impactOf(world: World, person: Person, bucket: Handle): Granted['impact'] {
  const links = linksTo(world, bucket).filter(({ project }) => seesName(world, person, project));
  return { projects: links.map(({ project }) => project), links: links.map(({ handle }) => handle) };
}

export function updateBucket(world: World, person: Person, act: Of<'update_bucket'>, etag: EtagChoice): Verdict {
  const refused = refuseName(act.name) ?? refuseChange(world, person, act.bucket);
  if (refused) return refused;
  const bucket = there(world.buckets, act.bucket, person.organization);
  if (!bucket) return refuse('NOT_FOUND');
  const stale = refuseStale(etag);
  if (stale) return stale;
  const owner = nameOwner(world, bucket.project, fold(act.name), fold);
  if (owner !== undefined && owner !== bucket.handle) return nameTaken(owner);
  return grant(
    () => {
      bucket.name = act.name;
      bucket.updates++;
      return viewBucket(world, bucket, true);
    },
    impactOf(world, person, bucket.handle),
  );
}

/** §7: not while it is linked. Its tables and its share go with it. */
export function deleteBucket(world: World, person: Person, act: Of<'delete_bucket'>, etag: EtagChoice): Verdict {
  const refused = refuseChange(world, person, act.bucket);
  if (refused) return refused;
  const bucket = there(world.buckets, act.bucket, person.organization);
  if (!bucket) return refuse('NOT_FOUND');
  const stale = refuseStale(etag);
  if (stale) return stale;
  const tables = tablesOf(world, bucket.handle);
  const held = refuseHeld(world, person, bucket.handle, tables);
  if (held) return held;
  if (aliasesElsewhere(world, bucket.handle).length > 0) return refuse('NOT_EMPTY');
  if (tables.length > 0 && !act.force) return refuse('NOT_EMPTY', { count: String(tables.length) });
  const linked = living(world.links).filter((link) => link.target === bucket.handle && (isLive(link) || link.isEnding));
  if (linked.length > 0) return refuse('NOT_EMPTY');
  return grant(() => {
    bucket.gone = true;
    for (const table of tables) table.gone = true;
    for (const share of living(world.shares)) {
      if (share.bucket === bucket.handle) Object.assign(share, { gone: true, isLost: share.kind === 'grants' });
    }
    return {};
  });
}

/** The aliases that show a table. */
export function aliasesOf(world: World, { handle }: Table): Table[] {
  return living(world.tables).filter(({ alias }) => alias?.source === handle);
}

/** The aliases that dropping the bucket would leave behind: those in it go with it. */
export function aliasesElsewhere(world: World, bucket: Handle): Table[] {
  const aliases = tablesOf(world, bucket).flatMap((table) => aliasesOf(world, table));
  return aliases.filter((alias) => alias.bucket !== bucket);
}

/** §7, §5: a linked bucket keeps all that is in it, and the tables that its aliases show. */
export function linksHolding(world: World, bucket: Handle, tables: readonly Table[]): Link[] {
  const aliased = tables.flatMap((table) => aliasesOf(world, table)).map((alias) => alias.bucket);
  const links = [...new Set([bucket, ...aliased])].flatMap((holding) => linksTo(world, holding));
  return links.filter((link) => keeps(world, link));
}

export function refuseHeld(
  world: World,
  person: Person,
  bucket: Handle,
  tables: readonly Table[],
): Refused | undefined {
  const projects = [...new Set(linksHolding(world, bucket, tables).map(({ project }) => project))];
  return projects.length > 0 ? hasLinks(world, person, projects) : undefined;
}
