import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { VersionService } from '@easement/contracts';
import { isId, type OrganizationId, parseId } from '@easement/domain';
import { asService, backgroundCall, type Dial, hourMs } from '@easement/rpc';

export type Sweep = {
  readonly dataFolder: string;
  readonly dial: Dial;
  /** The present, in milliseconds since the epoch. */
  readonly now: () => number;
  readonly signal: AbortSignal;
};

const atOnce = 1_000;
const timeoutMs = 60_000;
const suffix = '.parquet';
/** Beyond the longest deadline: for clocks that differ, and for a commit that was on its way when the deadline passed. */
const marginMs = 10 * 60_000;

/**
 * Removes data files that no version lists, and touches nothing else. Never younger than the longest deadline: a load that
 * is still running has files that no version lists yet. Answers how many it removed.
 */
export async function sweepFiles(sweep: Sweep): Promise<number> {
  const before = sweep.now() - hourMs - marginMs;
  let removed = 0;
  for (const organization of await namesIn(sweep.dataFolder)) {
    if (!isId('organization', organization)) continue;
    removed += await sweepOrganization(sweep, parseId('organization', organization), before);
  }
  return removed;
}

async function sweepOrganization(sweep: Sweep, organization: OrganizationId, before: number): Promise<number> {
  const folder = join(sweep.dataFolder, organization);
  let removed = 0;
  for (const table of await namesIn(folder)) {
    if (!isId('table', table)) continue;
    sweep.signal.throwIfAborted();
    const names = (await namesIn(join(folder, table))).filter((name) => isId('file', fileIdOf(name)));
    const paths = names.map((name) => join(folder, table, name));
    const old = await olderThan(before, paths);
    for (let from = 0; from < old.length; from += atOnce) {
      removed += await removeAll(await unlisted(sweep, organization, old.slice(from, from + atOnce)));
    }
  }
  return removed;
}

/** Of the files, those that the catalog does not list. */
async function unlisted(
  { dial, signal }: Sweep,
  organization: OrganizationId,
  paths: readonly string[],
): Promise<string[]> {
  const versions = dial('catalog', VersionService);
  const call = backgroundCall({ service: 'query', organization, timeoutMs, method: 'sweep-files', signal });
  const fileIds = paths.map((path) => fileIdOf(basename(path)));
  const { listedFileIds } = await versions.listFiles({ fileIds }, asService(call));
  const listed = new Set(listedFileIds);
  return paths.filter((path) => !listed.has(fileIdOf(basename(path))));
}

/** The id of a data file from its name; empty for what is none. */
function fileIdOf(name: string): string {
  return name.endsWith(suffix) ? name.slice(0, -suffix.length) : '';
}

async function olderThan(before: number, paths: readonly string[]): Promise<string[]> {
  const times = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => Infinity,
      ),
    ),
  );
  return paths.filter((_, index) => (times[index] ?? Infinity) < before);
}

async function removeAll(paths: readonly string[]): Promise<number> {
  await Promise.all(paths.map((path) => rm(path, { force: true })));
  return paths.length;
}

/** What is in a folder; nothing where the folder is not there. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}
