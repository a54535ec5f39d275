import { type JsonValue, type MessageInitShape, toJson } from '@bufbuild/protobuf';
import { ListValueSchema } from '@bufbuild/protobuf/wkt';
import type { CallOptions } from './call-options.ts';
import type { PreviewRequestSchema, SchemaColumn } from '@easement/contracts';
import type { Integers, Value } from './rows.ts';
import type { ServiceClients } from './services.ts';

export type PreviewRequest = MessageInitShape<typeof PreviewRequestSchema> & { readonly integers?: Integers };

export type PreviewResult = {
  readonly columns: readonly Pick<SchemaColumn, 'name' | 'type'>[];
  readonly rows: readonly (readonly Value[])[];
  /** Of the whole table. */
  readonly rowCount: bigint;
};

/** The first rows of a table, with values as a query answers them. */
export async function preview(
  { queries }: Pick<ServiceClients, 'queries'>,
  { integers = 'bigint', ...request }: PreviewRequest,
  options?: CallOptions,
): Promise<PreviewResult> {
  const { schema, rows, rowCount } = await queries.preview(request, options);
  const columns = schema?.columns ?? [];
  const isInteger = columns.map(({ type }) => integers === 'bigint' && type === 'INTEGER');
  const readRow = (row: JsonValue): Value[] =>
    Array.isArray(row) ? row.map((value, column) => readValue(value, isInteger[column] ?? false)) : [];
  return { columns, rows: rows.map((row) => readRow(toJson(ListValueSchema, row))), rowCount };
}

function readValue(value: JsonValue, isInteger: boolean): Value {
  if (isInteger && typeof value === 'string') return BigInt(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
