import type { Link } from '@easement/contracts';
import { usageError } from '../command-error.ts';
import type { Session } from '../session.ts';
import { findBucket, listOwnBuckets } from './buckets.ts';
import { isId } from './ids.ts';
import { listProjectLinks } from './links.ts';
import { isSameName, matchName } from './match.ts';
import { readTablePath, type TablePath } from './path.ts';
import { findProject, listProjects } from './projects.ts';

export type FoundLink = { readonly id: string; readonly name: string; readonly link: Link };

/** Finds a link by `link` or, where it shows one object, by `bucket.link`, each behind `project.` or not, or by id. */
export async function findLink(session: Session, text: string): Promise<FoundLink> {
  const path = isId(text, 'lnk') ? undefined : await singlePath(session, text);
  if (path) return await findSingle(session, path);
  const found = await findBucket(session, text);
  if (found.kind === 'linked') return found;
  const next = '`easement bucket` has what is done with it';
  throw usageError(`${found.name} is a bucket of the project's own, not a link`, next);
}

/** The path of a link to one object. Of two parts the first may be a project instead, which then is meant. */
async function singlePath(session: Session, text: string): Promise<TablePath | undefined> {
  const parts = text.split('.');
  if (parts.length === 1) return undefined;
  const path = readTablePath(text);
  if (path.project !== undefined) return path;
  const projects = isId(path.bucket, 'prj') ? [{ name: path.bucket }] : await listProjects(session);
  return projects.some(({ name }) => isSameName(name, path.bucket)) ? undefined : path;
}

async function findSingle(session: Session, { project, bucket, table }: TablePath): Promise<FoundLink> {
  const projectId = await findProject(session, project);
  const next = '`easement link list` shows the links of the project';
  const where = { kind: 'bucket', where: 'in the project', next };
  const { id, name } = matchName(await listOwnBuckets(session, projectId), (one) => one.name, bucket, where);
  const links = await listProjectLinks(session, projectId, { targetBucketId: id });
  const link = matchName(links, (one) => one.name, table, { kind: 'link', where: `in ${name}`, next });
  return { id: link.id, name: `${name}.${link.name}`, link };
}
