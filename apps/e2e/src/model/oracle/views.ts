import {
  type Audience,
  type Bucket,
  type Column,
  type Handle,
  isLive,
  type Link,
  living,
  type Person,
  type Share,
  type Table,
  type World,
} from '../world.ts';
import { linksOfShare, shows, withoutGone } from './sight.ts';
import { projectsOf, seesInside } from './standing.ts';

/** §5: who made a thing is not shown through a link. */
export function viewBucket(world: World, bucket: Bucket, isInside: boolean, links: readonly Link[] = []): object {
  const { handle, name, project, stage, creator } = bucket;
  return {
    handle,
    name,
    project,
    stage,
    creator: isInside ? creator : '',
    tables: shownOf(world, handle, isInside, links).length,
  };
}

/** §5: through a link an alias looks like any table. */
export function viewTable(world: World, table: Table, isInside: boolean): object {
  const { handle, name, bucket, alias } = table;
  // As one text, since their order counts.
  const columns = columnsOf(world, table).map((column) => `${column.handle} ${column.name}`);
  return { handle, name, bucket, columns: columns.join('; '), source: isInside ? (alias?.source ?? '') : '' };
}

/** Those of an alias are columns of its source; what is dropped there vanishes here. */
export function columnsOf({ tables }: World, { columns, alias }: Table): readonly Column[] {
  if (!alias) return columns;
  const source = tables.get(alias.source)?.columns ?? [];
  const shown = alias.columns?.map((handle) => source.find((column) => column.handle === handle));
  return shown ? shown.filter((column) => column !== undefined) : source;
}

/** §5: no link shows aliases with a filter, nor those whose columns are not synchronized. */
export function isHidden({ alias }: Table): boolean {
  return alias !== undefined && (alias.filter !== undefined || alias.columns !== undefined);
}

/** The tables of a bucket, or what these links show of them. */
export function shownOf(world: World, bucket: Handle, isInside: boolean, links: readonly Link[]): Table[] {
  const isShown = (table: Table) => !isHidden(table) && links.some((link) => shows(world, link, table.handle));
  return tablesOf(world, bucket).filter((table) => isInside || isShown(table));
}

export function tablesOf(world: World, bucket: Handle): Table[] {
  return living(world.tables).filter((table) => table.bucket === bucket);
}

export function viewShare(world: World, person: Person, share: Share): object {
  const { handle, kind, name, project, bucket, comment, creator } = share;
  const links = linksOfShare(world, handle);
  const outside = links.filter(({ isOutside }) => isOutside).length;
  const audience = viewAudience(knownOf(world, person, withoutGone(world, share.audience)));
  return {
    handle,
    kind,
    name,
    project,
    bucket,
    comment,
    creator,
    audience,
    links: new Set(links.map((link) => link.project)).size,
    outside,
  };
}

/** §8: people without a role in the organization know of projects of their own alone, and of themselves. */
function knownOf(world: World, person: Person, audience: Audience): Audience {
  if (person.role !== undefined) return audience;
  if ('projects' in audience) {
    const own = new Set(projectsOf(world, person).map(({ handle }) => handle));
    return { ...audience, projects: audience.projects.filter((project) => own.has(project)) };
  }
  if (audience.type !== 'selected_users') return audience;
  return { ...audience, users: audience.users.filter((user) => user === person.handle) };
}

export function viewAudience(audience: Audience): object {
  const projects = 'projects' in audience ? [...new Set(audience.projects)] : [];
  const users = audience.type === 'selected_users' ? [...new Set(audience.users)] : [];
  return { type: audience.type, projects, users };
}

/** The consumer's name for a link is for those who see inside its project. */
export function viewLink(world: World, person: Person, link: Link): object {
  const { handle, project, share, source, bucket, object, stage, isOutside, creator, removal } = link;
  const isNamed = seesInside(world, person, project);
  return {
    ...{ handle, project, share, source, bucket, object, stage, creator },
    ...(isNamed ? { name: link.name, target: link.target } : { name: '', target: '' }),
    state: isLive(link) ? 'active' : link.isEnding ? 'removing' : 'removed',
    outside: isOutside,
    removal: removal ? `${removal.reason} by ${removal.by}: ${removal.comment}` : '',
  };
}
