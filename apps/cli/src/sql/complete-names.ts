import { listAll } from '@easement/client';
import type { Session } from '../session.ts';

const keywords = (
  'SELECT FROM WHERE GROUP BY ORDER HAVING LIMIT OFFSET JOIN LEFT RIGHT FULL INNER CROSS ON USING AS WITH UNION ALL ' +
  'DISTINCT CASE WHEN THEN ELSE END AND OR NOT IN IS NULL LIKE BETWEEN EXISTS COUNT SUM AVG MIN MAX ASC DESC VALUES'
).split(' ');

/** Tables and buckets that a statement in the project may name, as SQL writes them. */
export async function loadNames({ client, call }: Session, projectId: string): Promise<readonly string[]> {
  const { listProjectObjects } = client.projectViews;
  const names: string[] = [];
  for await (const { bucketName, name } of listAll(listProjectObjects, { projectId }, (page) => page.objects, call)) {
    names.push(bucketName === '' ? quoted(name) : `${quoted(bucketName)}.${quoted(name)}`);
  }
  return names;
}

/** What Tab offers for the word that the line ends with, and that word: as readline wants it. */
export function completeWord(line: string, names: readonly string[]): [string[], string] {
  const word = /[^\s(),;=<>]*$/.exec(line)?.[0] ?? '';
  if (word === '') return [[], word];
  const folded = word.toLowerCase();
  return [[...names, ...keywords].filter((name) => name.toLowerCase().startsWith(folded)), word];
}

/** A name that SQL reads without quotes stays bare. */
export function quoted(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
