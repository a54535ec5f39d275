import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CallOptions } from './call-options.ts';
import type { ExecuteRequestSchema, ExecuteResponse, SchemaColumn, Statistics } from '@easement/contracts';
import { abortable } from './abortable.ts';
import { type Integers, rowsOf, type Value } from './rows.ts';
import type { ServiceClients } from './services.ts';

export type QueryRequest = MessageInitShape<typeof ExecuteRequestSchema> & {
  /** `bigint` unless told otherwise. */
  readonly integers?: Integers;
};

/** A statement that has begun to answer. */
export type QueryResult = {
  readonly queryId: string;
  readonly columns: readonly Pick<SchemaColumn, 'name' | 'type'>[];
  /** The rows, once. Leaving the loop early stops the statement. */
  readonly rows: AsyncIterable<readonly Value[]>;
  /** Known when the last row has been read. */
  readonly statistics: () => Statistics | undefined;
  /** Stops the statement; the rows then end with `canceled`. Does nothing once they ended. */
  readonly cancel: () => void;
};

/** Runs a statement and answers when its columns are known; its rows stream as they are read. */
export async function openQuery(
  { queries }: Pick<ServiceClients, 'queries'>,
  { integers = 'bigint', ...request }: QueryRequest,
  options?: CallOptions,
): Promise<QueryResult> {
  const { signal, abort } = abortable(options?.signal);
  const parts = queries.execute(request, { ...options, signal })[Symbol.asyncIterator]();
  const first = await parts.next();
  const schema = partOf(first)?.case === 'schema' ? schemaOf(first) : undefined;
  let statistics = statisticsOf(first);
  async function* rows(): AsyncGenerator<readonly Value[]> {
    try {
      for (let next = schema ? await parts.next() : first; !next.done; next = await parts.next()) {
        const { part } = next.value;
        if (part.case === 'batch') yield* rowsOf(part.value, integers);
        statistics = statisticsOf(next) ?? statistics;
      }
    } finally {
      abort();
    }
  }
  return {
    queryId: schema?.queryId ?? '',
    columns: schema?.columns ?? [],
    rows: rows(),
    statistics: () => statistics,
    cancel: abort,
  };
}

type Part = IteratorResult<ExecuteResponse>;

function partOf(next: Part): ExecuteResponse['part'] | undefined {
  return next.done ? undefined : next.value.part;
}

function schemaOf(next: Part) {
  const part = partOf(next);
  return part?.case === 'schema' ? part.value : undefined;
}

function statisticsOf(next: Part): Statistics | undefined {
  const part = partOf(next);
  return part?.case === 'statistics' ? part.value : undefined;
}
