import { EasementError, listAll } from '@easement/client';
import { formatName } from '@easement/sql';
import { collect } from '../find/collect.ts';
import { listProjectOffers } from '../find/offers.ts';
import { listProjects } from '../find/projects.ts';
import { listShares } from '../find/shares.ts';
import { formats } from '../output/printer.ts';
import type { Session } from '../session.ts';
import { promptWords } from './prompt-command.ts';

const keywords = (
  'SELECT FROM WHERE GROUP BY ORDER HAVING LIMIT OFFSET JOIN LEFT RIGHT FULL INNER CROSS ON USING AS WITH UNION ALL ' +
  'DISTINCT CASE WHEN THEN ELSE END AND OR NOT IN IS NULL LIKE BETWEEN EXISTS COUNT SUM AVG MIN MAX ASC DESC VALUES ' +
  'CREATE REPLACE DROP ALTER RENAME TO ADD REMOVE COLUMN IF TABLE VIEW FUNCTION DATABASE SHARE TENANTS COMMENT PRIMARY ' +
  'KEY GRANT REVOKE USAGE REFERENCE_USAGE SHOW SHARES DATABASES TABLES VIEWS FUNCTIONS GRANTS OF DESCRIBE USE INSERT ' +
  'INTO UPDATE SET DELETE TRUNCATE COPY FORMAT HEADER RETURNS'
).split(' ');

/** What statements in the project may name, as SQL writes it. */
export type Names = {
  /** Buckets and links. */
  readonly databases: readonly string[];
  /** What is in them, behind their names. */
  readonly objects: readonly string[];
  /** Shares, own and offered, and the projects that may be their tenants. */
  readonly others: readonly string[];
};

export const noNames: Names = { databases: [], objects: [], others: [] };

/** All that the caller may see. What cannot be had is left out: Tab with fewer names is better than none. */
export async function loadNames(session: Session, projectId: string): Promise<Names> {
  const { client, call } = session;
  const { listProjectObjects } = client.projectViews;
  const [objects, shares, offers, projects] = await Promise.all([
    orNothing(collect(listAll(listProjectObjects, { projectId }, (page) => page.objects, call))),
    orNothing(listShares(session, projectId)),
    orNothing(listProjectOffers(session, projectId)),
    orNothing(listProjects(session)),
  ]);
  return {
    databases: objects.filter(({ bucketName }) => bucketName === '').map(({ name }) => formatName(name)),
    objects: objects
      .filter(({ bucketName }) => bucketName !== '')
      .map(({ bucketName, name }) => formatName(bucketName, name)),
    others: [
      ...shares.map(({ name }) => formatName(name)),
      ...offers.map(({ providerProjectName, shareName }) => formatName(providerProjectName, shareName)),
      ...projects.map(({ name }) => formatName(name)),
    ],
  };
}

/** What Tab offers for the word that the line ends with, and that word: as readline wants it. */
export function completeWord(line: string, names: Names, database: string): [string[], string] {
  if (/^\\\S*$/.test(line)) return [startingWith(line, promptWords), line];
  const word = /(?:"[^"]*"?|[^\s(),;=<>"])*$/.exec(line)?.[0] ?? '';
  if (/^\\o\s+\S*$/.test(line)) return [startingWith(word, formats), word];
  if (/^\\c\s/.test(line)) return [startingWith(word, names.databases), word];
  if (word === '') return [[], word];
  const inUse = `${formatName(database)}.`;
  const short = names.objects.filter((name) => name.startsWith(inUse)).map((name) => name.slice(inUse.length));
  return [startingWith(word, [...short, ...names.databases, ...names.objects, ...names.others, ...keywords]), word];
}

function startingWith(word: string, candidates: readonly string[]): string[] {
  const folded = word.toLowerCase();
  return [...new Set(candidates.filter((name) => name.toLowerCase().startsWith(folded)))];
}

async function orNothing<T>(listing: Promise<readonly T[]>): Promise<readonly T[]> {
  return await listing.catch((error: unknown) => {
    if (error instanceof EasementError) return [];
    throw error;
  });
}
