import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { LoadRequest } from '@easement/client';
import { LoadMode } from '@easement/contracts';
import type { Input, Verb } from '../../command.ts';
import { CommandError } from '../../command-error.ts';
import { exitCodes } from '../../exit-codes.ts';
import { fileDelimiter, fileFormat, formatWords } from '../../file-format.ts';
import { findBucket } from '../../find/buckets.ts';
import { isId } from '../../find/ids.ts';
import { readTablePath } from '../../find/path.ts';
import { bucketText } from '../../find/tables.ts';
import type { Io } from '../../io.ts';
import { createProgress } from '../../progress.ts';
import type { Session } from '../../session.ts';
import { systemCode } from '../../system-code.ts';
import { tableView } from './table-view.ts';

const chunkBytes = 1024 * 1024;

export const loadTable: Verb = {
  usage: 'load <table> <file>',
  summary: 'load a CSV or Parquet file into a table, all of it or nothing; - reads stdin',
  changes: true,
  options: [
    { flags: '--create', summary: 'make the table, with types inferred from the file' },
    { flags: '--replace', summary: 'replace the rows that are there instead of adding to them' },
    { flags: '--format <format>', summary: 'csv or parquet, where the name does not tell', choices: formatWords },
    { flags: '--no-header', summary: 'the first line of the CSV holds values, not names' },
    { flags: '--delimiter <character>', summary: 'what separates the fields of the CSV' },
    { flags: '--null-text <text>', summary: 'what stands for NULL in the CSV' },
    { flags: '--primary-key <column>', summary: 'a column of the primary key; may be repeated', repeats: true },
  ],
  examples: [
    'table load flights.airports airports.csv --create',
    'table load flights.flights - --format csv < more.csv',
  ],
  run: async (session, input) => {
    const { client, call, io, print, tell, settings } = session;
    const progress = createProgress(io);
    const request = { ...(await target(session, input)), ...(await sourceOf(io, input)), onProgress: progress.step };
    const answer = await client.loadTable(request, call).finally(progress.end);
    if (settings.dryRun) return tell('Nothing was loaded; the file and the table agree.');
    if (answer.table) await print.one(tableView, answer.table);
    tell(`Loaded ${answer.rowCount} rows; the table is at version ${answer.version}.`);
  },
};

/** A table is named by its bucket and its own name: one that --create makes has no id yet. */
async function target(session: Session, input: Input) {
  const { mutation } = session;
  const text = input.argument('table');
  const file = input.argument('file');
  const common = {
    ...mutation,
    create: input.flag('create'),
    format: fileFormat(input.option('format'), file),
    mode: input.flag('replace') ? LoadMode.REPLACE : LoadMode.APPEND,
    csv: csvOptions(input, file),
    primaryKey: [...input.list('primaryKey')],
  };
  if (isId(text, 'tbl')) return { ...common, tableId: text };
  const path = readTablePath(text);
  const { id: bucketId } = await findBucket(session, bucketText(path));
  return { ...common, bucketId, name: path.table };
}

function csvOptions(input: Input, file: string) {
  const nullText = input.option('nullText');
  return {
    header: input.flag('header'),
    delimiter: input.option('delimiter') ?? fileDelimiter(file),
    ...(nullText === undefined ? {} : { nullText }),
  };
}

type Source = Pick<LoadRequest, 'source' | 'totalBytes'>;

/** A file is opened anew for each attempt; stdin can be read once. */
async function sourceOf({ stdin }: Io, input: Input): Promise<Source> {
  const file = input.argument('file');
  if (file === '-') return { source: stdin as AsyncIterable<Uint8Array> };
  const { size } = await stat(file).catch((error: unknown) => {
    throw new CommandError(exitCodes.failed, `cannot read ${file}: ${systemCode(error) ?? String(error)}`);
  });
  return { source: () => createReadStream(file, { highWaterMark: chunkBytes }), totalBytes: size };
}
