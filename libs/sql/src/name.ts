/** A name in a statement: `flights`, `ops.flights`, as typed, unquoted; and where it stands (characters from the start). */
export type ObjectName = {
  readonly parts: readonly string[];
  readonly offset: number;
};

/** A name of one part. */
export type Name = { readonly text: string; readonly offset: number };

/** A part of a statement that DuckDB reads, as typed, and where it begins. */
export type Piece = { readonly text: string; readonly offset: number };

/** A name as a statement writes it, quoted only where it has to be. */
export function formatName(...parts: readonly string[]): string {
  return parts.map((part) => (/^[a-z_][a-z0-9_]*$/i.test(part) ? part : `"${part.replaceAll('"', '""')}"`)).join('.');
}
