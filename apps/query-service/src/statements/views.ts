import { Refusal } from '@easement/domain';
import { onBehalf } from '@easement/rpc';
import type { Name, ObjectName, SqlStatement } from '@easement/sql';
import type { ResolvedObject } from '../access/resolve-objects.ts';
import type { Deps } from '../deps.ts';
import { compose, relocated } from './composed.ts';
import { getDatabase, getOwnDatabase } from './database.ts';
import { acting, type Here } from './here.ts';
import { getObject, getOwnObject, idOf, orTaken, orUnknown, placeIn } from './object.ts';
import { done, type Outcome } from './outcome.ts';
import { readAll } from './read-all.ts';
import { defaultDatabase, parentOf } from './show-objects.ts';

type Create = Extract<SqlStatement, { kind: 'create_view' }>;

/** Replacing keeps the view, and what was granted on it. */
export async function createView(
  deps: Deps,
  here: Here,
  { name, ifThere, columns, comment, query }: Create,
): Promise<Outcome> {
  const { database, last } = placeIn(here, name);
  const bucketId = await getOwnDatabase(deps, here, database);
  const there = ifThere === 'refuse' ? undefined : await orUnknown(true, () => getObject(deps, here, name));
  const unchanged = done(`view ${last} was there already`);
  if (there && ifThere === 'skip') return unchanged;
  if (there && there.kind !== 'view') throw nameTaken(last, there);
  const { views } = deps.statementPeers;
  const columnNames = columns.map(({ text }) => text);
  const definition = { statement: query.text, columnNames, comment, validateOnly: here.validateOnly };
  return await relocated(compose(query), here.text, async () => {
    if (there) {
      await views.replaceView({ viewId: there.view.viewId, ...definition }, acting(here, 'replace view'));
      return done(`view ${last} replaced`);
    }
    const make = () => views.createView({ bucketId, name: last, ...definition }, acting(here, 'create view'));
    return (await orTaken(ifThere === 'skip', make)) ? done(`view ${last} created`) : unchanged;
  });
}

export async function dropView(deps: Deps, here: Here, name: ObjectName, ifExists: boolean): Promise<Outcome> {
  const written = name.parts.join('.');
  const object = await orUnknown(ifExists, () => getOwnObject(deps, here, name, 'view'));
  if (!object) return done(`there is no view ${written}`);
  const request = { viewId: object.view.viewId, validateOnly: here.validateOnly };
  await deps.statementPeers.views.deleteView(request, acting(here, 'drop view'));
  return done(`view ${written} dropped`);
}

/** The views of a database; of one that comes in by a link, those that it shows. */
export async function showViews(deps: Deps, here: Here, named: Name | undefined): Promise<Outcome> {
  return { columns: ['Name'], rows: (await viewNames(deps, here, named)).map((name) => [name]) };
}

export async function viewNames(deps: Deps, here: Here, named: Name | undefined): Promise<string[]> {
  const parent = parentOf(await getDatabase(deps, here, named ?? defaultDatabase(here)));
  const views = await readAll(
    (page) => deps.statementPeers.views.listViews({ parent, ...page }, onBehalf(here.call)),
    (page) => page.views,
  );
  return views.map(({ name }) => name);
}

function nameTaken(name: string, there: ResolvedObject): Refusal {
  const owner = idOf(there);
  const message = `${name} is a ${there.kind} (${owner}), which no view replaces; drop it first, or choose another name`;
  return new Refusal('name_taken', message, { name, owner });
}
