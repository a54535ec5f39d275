import { listAll } from '@easement/client';
import { ObjectKind, OriginSchema, ProjectObjectSchema } from '@easement/contracts';
import type { Verb } from '../../command.ts';
import { findBucket } from '../../find/buckets.ts';
import { collect } from '../../find/collect.ts';
import { findProject } from '../../find/projects.ts';
import { listTables as listTablesOf } from '../../find/tables.ts';
import { messageView, size, word } from '../../output/view.ts';
import type { Session } from '../../session.ts';
import { tableView } from './table-view.ts';

const objectView = messageView(ProjectObjectSchema, [
  ['id', ({ id }) => id],
  ['table', ({ bucketName, name }) => `${bucketName}.${name}`],
  ['origin', ({ origin }) => word(OriginSchema, origin)],
  ['rows', ({ rowCount }) => rowCount],
  ['size', ({ byteCount }) => size(byteCount)],
]);

export const listTables: Verb = {
  usage: 'list [bucket]',
  summary: 'list the tables of a bucket or link, or all that the project can use',
  run: async (session, input) => {
    const text = input.optionalArgument('bucket');
    if (text === undefined) return await listAllTables(session);
    const tables = await listTablesOf(session, await findBucket(session, text));
    await session.print.list(tableView, tables, 'No tables.');
  },
};

async function listAllTables(session: Session): Promise<void> {
  const { client, call, print } = session;
  const { listProjectObjects } = client.projectViews;
  const projectId = await findProject(session);
  const objects = await collect(listAll(listProjectObjects, { projectId }, (page) => page.objects, call));
  const tables = objects.filter(({ kind }) => kind === ObjectKind.TABLE);
  await print.list(objectView, tables, 'No tables.');
}
