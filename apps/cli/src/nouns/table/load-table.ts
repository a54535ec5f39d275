import { LoadMode } from '@easement/contracts';
import type { Input, Verb } from '../../command.ts';
import { fileDelimiter, fileFormat, formatWords } from '../../file-format.ts';
import { findBucket } from '../../find/buckets.ts';
import { isId } from '../../find/ids.ts';
import { readTablePath } from '../../find/path.ts';
import { bucketText } from '../../find/tables.ts';
import type { Io } from '../../io.ts';
import { fileSource, loadFile } from '../../load-file.ts';
import type { Session } from '../../session.ts';
import { tableView } from './table-view.ts';

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
    const { call, io, print, settings } = session;
    const request = { ...(await target(session, input)), ...(await sourceOf(io, input.argument('file'))) };
    const { table } = await loadFile(session, request, call);
    if (table && !settings.dryRun) await print.one(tableView, table);
  },
};

/** A table is named by its bucket and its own name: one that --create makes has no id yet. */
async function target(session: Session, input: Input) {
  const text = input.argument('table');
  const file = input.argument('file');
  const common = {
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

/** Stdin can be read once. */
async function sourceOf({ stdin }: Io, file: string) {
  return file === '-' ? { source: stdin as AsyncIterable<Uint8Array> } : await fileSource(file);
}
