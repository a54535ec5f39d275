import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnType } from '@easement/domain';
import { lockDown, type Instance } from '../worker/instance.ts';
import { badFile, fileStart } from './bad-file.ts';
import { blameFile } from './blame-file.ts';
import { fieldName, readCsv } from './csv-query.ts';
import { assertForm, openCsv, type CsvSource } from './csv-source.ts';
import { allLookLike, candidatesAfter, inferable, narrowest, type Inferable } from './infer-types.ts';
import type { InferJob, InferredColumn } from './load-job.ts';
import { checkHeader } from './match-columns.ts';
import { keptType, openParquet } from './parquet-source.ts';

/** The rows by which the types are narrowed down before the whole file is asked. */
const sampleRows = 1_000;

/** Finds the columns of a file. The types are those of all its values, so that the file loads into what it made. */
export async function runInfer({ connection }: Instance, job: InferJob): Promise<InferredColumn[]> {
  if (job.format.kind === 'csv') {
    const source = await openCsv(job.path, job.format.csv, job.expandedBytes);
    await lockDown(connection, [source.path]);
    return inferCsv(connection, source);
  }
  await lockDown(connection, [job.path]);
  const fields = await openParquet(connection, job.path);
  const names = checkHeader(fields.map(({ name }) => name));
  return fields.map(({ type }, index) => ({ name: names[index] ?? '', type: keptType(type) }));
}

async function inferCsv(connection: DuckDBConnection, source: CsvSource): Promise<InferredColumn[]> {
  if (source.names.length === 0) throw badFile('the file is empty; give it a header or rows', fileStart);
  const names = source.format.header
    ? checkHeader(source.names.map((name) => name ?? ''))
    : source.names.map((_, index) => `column_${index + 1}`);
  const types = await inferTypes(connection, source);
  return names.map((name, index) => ({ name, type: types[index] ?? { name: 'STRING' } }));
}

async function inferTypes(connection: DuckDBConnection, source: CsvSource): Promise<ColumnType[]> {
  const fields = source.names.map((_, index) => fieldName(index));
  try {
    const sample = `(SELECT * FROM ${readCsv(source)} LIMIT ${sampleRows})`;
    const shown = await ask(
      connection,
      sample,
      fields,
      fields.map(() => [...inferable]),
    );
    const candidates = shown.map((answers) => candidatesAfter(answers as Record<Inferable, boolean | null>));
    return (await ask(connection, readCsv(source), fields, candidates)).map(narrowest);
  } catch (error) {
    throw await blameFile(error, async () => {
      await assertForm(source);
      return undefined;
    });
  }
}

type Answers = Partial<Record<Inferable, boolean | null>>;

/** Asks in one scan, for each column, which of its candidates hold. */
async function ask(
  connection: DuckDBConnection,
  from: string,
  fields: readonly string[],
  candidates: readonly (readonly Inferable[])[],
): Promise<Answers[]> {
  const questions = fields.flatMap((field, index) =>
    (candidates[index] ?? []).map((name) => ({ index, name, sql: allLookLike(field, name) })),
  );
  if (questions.length === 0) return fields.map(() => ({}));
  const reader = await connection.runAndReadAll(`SELECT ${questions.map(({ sql }) => sql).join(', ')} FROM ${from}`);
  const [row = []] = reader.getRows();
  const answers: Answers[] = fields.map(() => ({}));
  for (const [at, { index, name }] of questions.entries()) {
    const answer = row[at];
    const column = answers[index];
    if (column) column[name] = typeof answer === 'boolean' ? answer : null;
  }
  return answers;
}
