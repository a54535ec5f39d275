import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Format } from '@easement/contracts';
import type { Verb } from '../../command.ts';
import { usageError } from '../../command-error.ts';
import { confirmed } from '../../confirm.ts';
import { fileFormat, formatWords } from '../../file-format.ts';
import { findTable } from '../../find/tables.ts';
import type { Session } from '../../session.ts';

export const exportTable: Verb = {
  usage: 'export <table> [file]',
  summary: 'write a table as a file, or to stdout',
  options: [
    { flags: '--format <format>', summary: 'csv or parquet, where the name does not tell', choices: formatWords },
  ],
  examples: ['table export flights.airports airports.parquet', 'table export ops.flights | gzip > flights.csv.gz'],
  run: async (session, input) => {
    const { client, call, io } = session;
    const file = input.optionalArgument('file');
    const format = fileFormat(input.option('format'), file, Format.CSV);
    if (file === undefined && format === Format.PARQUET && io.stdout.isTTY) {
      throw usageError('Parquet is nothing to read on a terminal', 'name a file, or pipe it on');
    }
    if (file !== undefined) await mayOverwrite(session, file);
    const { tableId, projectId } = await findTable(session, input.argument('table'));
    const chunks = client.exportTable({ tableId, projectId, format }, call);
    if (file === undefined) for await (const chunk of chunks) await session.print.write(chunk);
    else await writeWhole(session, file, chunks);
  },
};

/** The file appears when it is whole: an export that breaks leaves what was there before. */
async function writeWhole({ tell }: Session, file: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const draft = `${file}.${process.pid}.part`;
  try {
    await pipeline(chunks, createWriteStream(draft, { flags: 'wx' }));
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  tell(`Written to ${file}.`);
}

async function mayOverwrite(session: Session, file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) throw usageError(`${file} is a folder`, 'name a file');
  if (found) await confirmed(session, `Overwrite ${file}?`);
}
