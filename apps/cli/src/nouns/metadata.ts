import type { MessageInitShape } from '@bufbuild/protobuf';
import { listAll } from '@easement/client';
import { type MetadataObjectSchema, MetadataSchema } from '@easement/contracts';
import type { Input, Noun, OptionText, Verb } from '../command.ts';
import { usageError } from '../command-error.ts';
import { conclude } from '../conclude.ts';
import { findBucket } from '../find/buckets.ts';
import { collect } from '../find/collect.ts';
import { matchName } from '../find/match.ts';
import { bucketText, findTable } from '../find/tables.ts';
import { readBucketPath } from '../find/path.ts';
import { messageView, time } from '../output/view.ts';
import type { Session } from '../session.ts';

const metadataView = messageView(MetadataSchema, [
  ['key', ({ key }) => key],
  ['value', ({ value }) => value],
  ['updated', ({ updateTime }) => time(updateTime)],
  ['by', ({ updaterId }) => updaterId],
]);

const objectOptions: readonly OptionText[] = [
  { flags: '--table <table>', summary: 'of a table of the bucket' },
  { flags: '--column <column>', summary: 'of a column of that table' },
];

const listMetadata: Verb = {
  usage: 'list <bucket>',
  summary: 'list the metadata of a bucket or a link, or of a table or a column',
  options: objectOptions,
  run: async (session, input) => {
    const { client, call, print } = session;
    const object = await findObject(session, input);
    const found = await collect(listAll(client.metadata.listMetadata, { object }, (page) => page.metadata, call));
    await print.list(metadataView, found, 'No metadata.');
  },
};

const setMetadata: Verb = {
  usage: 'set <bucket> <key> <value>',
  summary: 'set one key; what a project notes on a link is its own, and no link shows what is noted on its source',
  changes: true,
  options: objectOptions,
  examples: ['metadata set flights unit minutes --table flights --column delay'],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const object = await findObject(session, input);
    const entry = { key: input.argument('key'), value: input.argument('value') };
    const answer = await client.metadata.setMetadata({ object, entries: [entry], ...mutation }, call);
    await conclude(session, answer, { view: metadataView, thing: answer.metadata[0], done: `${entry.key} is set.` });
  },
};

const deleteMetadata: Verb = {
  usage: 'delete <bucket> <key>',
  summary: 'delete one key',
  changes: true,
  options: objectOptions,
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const object = await findObject(session, input);
    const key = input.argument('key');
    const answer = await client.metadata.deleteMetadata({ object, keys: [key], ...mutation }, call);
    await conclude(session, answer, { done: `${key} is gone.` });
  },
};

export const metadata: Noun = {
  name: 'metadata',
  summary: 'what projects note on buckets, links, tables and columns',
  verbs: [listMetadata, setMetadata, deleteMetadata],
};

/** What the metadata is of: a link, where the bucket is linked; else the bucket, or what the options name in it. */
async function findObject(session: Session, input: Input): Promise<MessageInitShape<typeof MetadataObjectSchema>> {
  const [bucket, table, column] = [input.argument('bucket'), input.option('table'), input.option('column')];
  if (table === undefined) {
    if (column !== undefined) throw usageError('--column is of a table', 'give --table too');
    const { kind, id } = await findBucket(session, bucket);
    return { object: kind === 'own' ? { case: 'bucketId', value: id } : { case: 'linkId', value: id } };
  }
  const { tableId, name } = await findTable(session, `${bucketText(readBucketPath(bucket))}.${table}`);
  if (column === undefined) return { object: { case: 'tableId', value: tableId } };
  const { table: found } = await session.client.tables.getTable({ tableId }, session.call);
  const [where, next] = [`in ${name}`, '`easement table columns TABLE` shows them'];
  const { id } = matchName(found?.columns ?? [], (one) => one.name, column, { kind: 'column', where, next });
  return { object: { case: 'columnId', value: id } };
}
