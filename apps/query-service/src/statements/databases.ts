import { Stage } from '@easement/contracts';
import type { SqlStatement } from '@easement/sql';
import type { Deps } from '../deps.ts';
import { type Database, findDatabase, getDatabase } from './database.ts';
import { getOffer } from './find-share.ts';
import { acting, type Here } from './here.ts';
import { orTaken, orUnknown } from './object.ts';
import { done, type Outcome } from './outcome.ts';

type Create = Extract<SqlStatement, { kind: 'create_database' }>;
type Drop = Extract<SqlStatement, { kind: 'drop_database' }>;
type Rename = Extract<SqlStatement, { kind: 'rename_database' }>;

/** A bucket of the project's own or, from a share, a link. Replacing takes two steps, of which the first may stand alone. */
export async function createDatabase(deps: Deps, here: Here, statement: Create): Promise<Outcome> {
  const { name, ifThere, source } = statement;
  const unchanged = done(`database ${name.text} was there already`);
  const there = ifThere === 'refuse' ? undefined : await findDatabase(deps, here, name);
  if (there && ifThere === 'skip') return unchanged;
  // What cannot be made in its place must not cost what is there.
  const shareId = source && (await getOffer(deps, here, source)).shareId;
  if (there) await remove(deps, here, there);
  if (there && here.validateOnly) return done(`database ${name.text} would be replaced`);
  const made = await orTaken(ifThere === 'skip', () => make(deps, here, statement, shareId));
  return made ?? unchanged;
}

/** Of an own one, with what is in it; of a link, the link. */
export async function dropDatabase(deps: Deps, here: Here, { name, ifExists }: Drop): Promise<Outcome> {
  const database = await orUnknown(ifExists, () => getDatabase(deps, here, name));
  if (!database) return done(`there is no database ${name.text}`);
  await remove(deps, here, database);
  return done(`database ${name.text} dropped`);
}

export async function renameDatabase(deps: Deps, here: Here, { name, to, ifExists }: Rename): Promise<Outcome> {
  const database = await orUnknown(ifExists, () => getDatabase(deps, here, name));
  if (!database) return done(`there is no database ${name.text}`);
  const { buckets, links } = deps.statementPeers;
  const change = { name: to.text, updateMask: { paths: ['name'] }, validateOnly: here.validateOnly };
  const outgoing = acting(here, 'rename database');
  if (database.kind === 'own') await buckets.updateBucket({ bucketId: database.bucket, ...change }, outgoing);
  else await links.updateLink({ linkId: database.link, ...change }, outgoing);
  return done(`database ${name.text} is called ${to.text}`);
}

async function make(deps: Deps, here: Here, { name, comment }: Create, shareId: string | undefined): Promise<Outcome> {
  const { buckets, links } = deps.statementPeers;
  const common = { projectId: here.project, name: name.text, stage: Stage.IN, validateOnly: here.validateOnly };
  const outgoing = acting(here, 'create database');
  if (shareId === undefined) {
    await buckets.createBucket({ ...common, description: comment }, outgoing);
    return done(`database ${name.text} created`);
  }
  await links.createLink({ ...common, shareId }, outgoing);
  return done(`database ${name.text} created from the share`);
}

async function remove({ statementPeers }: Deps, here: Here, database: Database): Promise<void> {
  const { validateOnly } = here;
  const outgoing = acting(here, 'drop database');
  if (database.kind === 'linked')
    await statementPeers.links.deleteLink({ linkId: database.link, validateOnly }, outgoing);
  else await statementPeers.buckets.deleteBucket({ bucketId: database.bucket, force: true, validateOnly }, outgoing);
}
