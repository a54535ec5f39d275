import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Refusal } from '@easement/domain';
import { badFile, fileStart } from './bad-file.ts';
import { CsvFormError, scanCsv, type CsvRecord } from './csv-scan.ts';
import type { CsvFormat } from './load-job.ts';

/** A CSV file that DuckDB can read: not compressed, in UTF-8. */
export type CsvSource = {
  readonly path: string;
  readonly format: CsvFormat;
  /** The names in the header, or as many undefined ones as the first record has fields. Empty for an empty file. */
  readonly names: readonly (string | undefined)[];
};

const foreign: readonly (readonly [string, string])[] = [
  ['fffe', 'the file is in UTF-16; save it in UTF-8'],
  ['feff', 'the file is in UTF-16; save it in UTF-8'],
  ['504b0304', 'the file is a zip archive or a workbook, not CSV; unpack it, or save it as CSV'],
  ['50415231', 'the file is Parquet, not CSV; load it as Parquet'],
  ['28b52ffd', 'the file is compressed with zstd; send it plain or with gzip'],
];

/**
 * Looks at the first bytes and the first record; gzip is expanded beside the file, and its checksum verified. Refuses
 * `message_too_large` where that would take more than `expandedBytes`.
 */
export async function openCsv(path: string, format: CsvFormat, expandedBytes: number): Promise<CsvSource> {
  assertDelimiter(format.delimiter);
  const plain = (await startOf(path, 2)) === '1f8b' ? await expand(path, expandedBytes) : path;
  const start = await startOf(plain, 4);
  const refused = foreign.find(([magic]) => start.startsWith(magic));
  if (refused) throw badFile(refused[1], fileStart);
  const first = await firstRecord(plain, format);
  const values = first?.values ?? [];
  return { path: plain, format, names: format.header ? values : values.map(() => undefined) };
}

/** The expanded form of a compressed upload; whoever deletes the upload deletes this too. */
export function expandedPath(path: string): string {
  return `${path}.plain`;
}

/** All records behind the header, as DuckDB counts them: it steps over blank lines unless the file has one column. */
export async function* dataRecords({ path, format, names }: CsvSource): AsyncGenerator<CsvRecord> {
  let isHeader = format.header;
  for await (const record of formChecked(path, format)) {
    if (isHeader) isHeader = false;
    else if (!record.isBlank || names.length === 1) yield record;
  }
}

/** Refuses the first record that is not as long as the first one; broken quotes and encodings refuse by themselves. */
export async function assertForm(source: CsvSource): Promise<void> {
  const { length } = source.names;
  for await (const { lines } of dataRecords(source)) {
    if (lines.length === length) continue;
    const what = `this record has ${lines.length} fields, where ${length} are expected`;
    throw badFile(what, { line: lines[0] ?? 1, column: Math.min(lines.length, length) + 1 });
  }
}

async function firstRecord(path: string, format: CsvFormat): Promise<CsvRecord | undefined> {
  for await (const record of formChecked(path, format)) return record;
  return undefined;
}

async function* formChecked(path: string, { delimiter }: CsvFormat): AsyncGenerator<CsvRecord> {
  try {
    yield* scanCsv(withoutByteOrderMark(createReadStream(path)), delimiter);
  } catch (error) {
    if (error instanceof CsvFormError) throw badFile(error.message, { line: error.line, column: error.column });
    throw error;
  }
}

async function* withoutByteOrderMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const chunk of chunks) {
    yield isFirst && chunk.subarray(0, 3).toString('hex') === 'efbbbf' ? chunk.subarray(3) : chunk;
    isFirst = false;
  }
}

async function startOf(path: string, length: number): Promise<string> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
  return buffer.subarray(0, bytesRead).toString('hex');
}

async function expand(path: string, most: number): Promise<string> {
  const target = expandedPath(path);
  try {
    await pipeline(
      createReadStream(path),
      createGunzip(),
      (chunks) => limited(chunks, most),
      createWriteStream(target),
    );
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (!String((error as { code?: unknown }).code).startsWith('Z_')) throw error;
    throw badFile('the gzip stream is damaged or cut off; compress and send it again', fileStart);
  }
  return target;
}

async function* limited(chunks: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > most) {
      const message = `the compressed file expands beyond ${most} bytes; send it in parts`;
      throw new Refusal('message_too_large', message, { limit_bytes: String(most) });
    }
    yield chunk;
  }
}

function assertDelimiter(delimiter: string): void {
  if (/^[^\0\n\r"\u0080-\uffff]$/.test(delimiter)) return;
  const message = `${JSON.stringify(delimiter)} cannot separate fields; use one ASCII character, such as , ; | or a tab`;
  throw new Refusal('invalid_field', message, { field: 'header.csv.delimiter' });
}
