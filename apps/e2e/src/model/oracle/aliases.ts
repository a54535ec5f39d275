import type { Mutation } from '../act.ts';
import { nextHandle, type Person, type Table, there, type World } from '../world.ts';
import { impactOf, refuseChange } from './buckets.ts';
import { nameTaken, refuseName } from './names.ts';
import { ownerInBucket, reachOf, shows } from './sight.ts';
import { seesInside } from './standing.ts';
import { columnNamed } from './tables.ts';
import { grant, refuse, type Verdict } from './verdict.ts';
import { isHidden, viewTable } from './views.ts';

type CreateAlias = Extract<Mutation, { readonly kind: 'create_alias' }>;

/** §5, docs/sharing-rules.md, Aliases: an alias shows a table of its own project, and is no way to share one onward. */
export function createAlias(world: World, person: Person, act: CreateAlias): Verdict {
  const bad = refuseName(act.name);
  if (bad) return bad;
  const source = visibleTable(world, person, act.source);
  if (!reachOf(world, person, act.bucket) || !source) return refuse('NOT_FOUND');
  const refused = refuseChange(world, person, act.bucket);
  if (refused) return refused;
  const projectOf = (bucket: string): string | undefined => world.buckets.get(bucket)?.project;
  if (projectOf(act.bucket) !== projectOf(source.bucket)) return refuse('RESHARE_FORBIDDEN');
  if (source.alias) return refuse('INVALID_FIELD');
  const filter = columnNamed(source, act.filter);
  if (act.filter !== '' && !filter) return refuse('BAD_FILTER');
  const owner = ownerInBucket(world, act.bucket, act.name);
  if (owner !== undefined) return nameTaken(owner);
  const make = (): object => {
    const { organization } = person;
    const { bucket, name, isSynchronized } = act;
    const columns = isSynchronized ? undefined : source.columns.map(({ handle }) => handle);
    const alias = { source: source.handle, filter: filter?.handle, columns };
    const handle = nextHandle('table', world.tables);
    const table: Table = { handle, organization, gone: false, bucket, name, columns: [], updates: 0, alias };
    world.tables.set(handle, table);
    return viewTable(world, table, true);
  };
  const isShown = act.isSynchronized && act.filter === '';
  return grant(make, isShown ? impactOf(world, person, act.bucket) : undefined);
}

function visibleTable(world: World, person: Person, handle: string): Table | undefined {
  const table = there(world.tables, handle, person.organization);
  const reach = table && reachOf(world, person, table.bucket);
  if (!reach) return undefined;
  const isShown = !isHidden(table) && reach.links.some((link) => shows(world, link, handle));
  return isShown || seesInside(world, person, reach.owner) ? table : undefined;
}
