import { listAll } from '@easement/client';
import type { Project } from '@easement/contracts';
import type { Session } from '../session.ts';
import { collect } from './collect.ts';
import { isId } from './ids.ts';
import { matchName } from './match.ts';

/** Every project that the caller may see. */
export async function listProjects({ client, call }: Session): Promise<readonly Project[]> {
  return await collect(listAll(client.projects.listProjects, {}, (page) => page.projects, call));
}

/** The id of a project given by name or id; without either, of the default one. */
export async function findProject(session: Session, text = session.projectText()): Promise<string> {
  if (isId(text, 'prj')) return text;
  const where = 'among those that you may see';
  const next = '`easement project list` shows them';
  return matchName(await listProjects(session), ({ name }) => name, text, { kind: 'project', where, next }).id;
}

/** Names of projects by id, for showing; a project that the caller may not see is shown by its id. */
export async function projectNames(session: Session): Promise<(id: string) => string> {
  const names = new Map((await listProjects(session)).map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}
