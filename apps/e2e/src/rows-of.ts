import type { Client } from '@easement/client';

export type TextRow = readonly (string | null)[];

/** All rows that a statement answers, each value as text, NULL as null: comparable with those of `duckdbRows`. */
export async function rowsOf({ query }: Client, projectId: string, statement: string): Promise<TextRow[]> {
  const rows: TextRow[] = [];
  for await (const row of (await query({ projectId, statement })).rows) {
    rows.push(row.map((value) => (value === null ? null : String(value))));
  }
  return rows;
}
