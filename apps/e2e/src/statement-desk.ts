import type { Client } from '@easement/client';
import { type Refused, refusalOf } from './refusal-of.ts';
import type { TextRow } from './rows-of.ts';

/** Runs statements of one person in one project, and keeps the database of USE, as the prompt does. */
export type Desk = {
  readonly run: (statement: string) => Promise<readonly TextRow[]>;
  readonly refused: (statement: string) => Promise<Refused>;
};

export function deskOf(client: Client, projectId: string): Desk {
  let defaultBucket = '';
  const run: Desk['run'] = async (statement) => {
    const result = await client.query({ projectId, statement, defaultBucket });
    const rows: TextRow[] = [];
    for await (const row of result.rows) rows.push(row.map((value) => (value === null ? null : String(value))));
    defaultBucket = result.statistics()?.defaultBucket || defaultBucket;
    return rows;
  };
  return { run, refused: (statement) => refusalOf(run(statement)) };
}
