import type { Client } from '@easement/client';
import { Format } from '@easement/contracts';
import { createBucket, createProject, createTable } from '../../races/stage.ts';
import { rowsOf } from '../../rows-of.ts';
import { around, type Story } from '../story.ts';

const rowCount = 500;
const lines = Array.from({ length: rowCount }, (_, row) => `row ${row},of a load`);
const file = new TextEncoder().encode(`one,two\n${lines.join('\n')}\n`);

async function countRows(owner: Client, projectId: string): Promise<number> {
  const counted = await rowsOf(owner, projectId, 'SELECT count(DISTINCT one), count(*) FROM loads.rows');
  const [distinct, all] = (counted[0] ?? []).map(Number);
  return distinct === all ? (all ?? 0) : -1;
}

/** What was acknowledged reads back whole, and what was not is there whole or not at all. */
export const load: Story = {
  name: 'load',
  cast: ['query', 'catalog', 'identity', 'gateway'],
  points: [
    ...around('query', 'LoadTable'),
    ...around('catalog', 'CommitVersion'),
    ...around('catalog', 'RecallCommit'),
    ...around('catalog', 'GetVersions'),
  ],
  prepare: async (client) => {
    const projectId = await createProject(client, 'loads');
    const bucketId = await createBucket(client, projectId, 'loads');
    const tableId = await createTable(client, bucketId, 'rows');
    return {
      act: (owner, requestId) => owner.loadTable({ tableId, format: Format.CSV, source: file, requestId }),
      end: 'done',
      judge: async (wasDone, _, owner) => {
        const rows = await countRows(owner, projectId);
        return [[rows === (wasDone ? rowCount : 0), `the table holds ${rows} rows, of ${wasDone ? rowCount : 0}`]];
      },
    };
  },
};
