import { nameKey, parseId, type ProjectId, Refusal } from '@easement/domain';
import { asService, onBehalf } from '@easement/rpc';
import { type Name, placeOf } from '@easement/sql';
import type { Deps } from '../deps.ts';
import type { Here } from './here.ts';
import { readAll } from './read-all.ts';

type Needs = Pick<Deps, 'statementPeers'>;

/** The projects of these names, in order. Refuses `cross_organization`, naming each that the organization does not have. */
export async function getProjects(
  { statementPeers }: Needs,
  { call, text }: Here,
  names: readonly Name[],
): Promise<{ readonly id: ProjectId; readonly name: string }[]> {
  const asked = names.map(({ text: name }) => name);
  const projects = await readAll(
    (page) => statementPeers.projects.listProjects({ names: asked, ...page }, onBehalf(call)),
    (page) => page.projects,
  );
  const byKey = new Map(projects.map(({ id, name }) => [nameKey(name), { id: parseId('project', id), name }]));
  const unknown = names.filter(({ text: name }) => !byKey.has(nameKey(name)));
  if (unknown[0]) throw foreignTenants(text, unknown);
  return names.flatMap(({ text: name }) => byKey.get(nameKey(name)) ?? []);
}

/** The names of projects by their ids; of one that is gone its id stands for it. */
export async function namesOfProjects(
  { statementPeers }: Needs,
  { call }: Here,
  ids: readonly string[],
): Promise<(id: string) => string> {
  const names = new Map<string, string>();
  const distinct = [...new Set(ids)];
  for (let from = 0; from < distinct.length; from += 1000) {
    const some = distinct.slice(from, from + 1000);
    const { projects } = await statementPeers.directory.lookUpProjects({ projectIds: some }, asService(call));
    for (const { id, name } of projects) names.set(id, name);
  }
  return (id) => names.get(id) ?? id;
}

function foreignTenants(text: string, unknown: readonly Name[]): Refusal {
  const names = unknown.map(({ text: name }) => name).join(', ');
  const { line, column } = placeOf(text, unknown[0]?.offset ?? 0);
  const message = `the organization has no tenant ${names}; nothing was changed, check the names`;
  return new Refusal('cross_organization', `line ${line}, column ${column}: ${message}`, { names });
}
