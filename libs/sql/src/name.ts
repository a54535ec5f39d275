/** A name in a statement: `flights`, `ops.flights`, as typed, unquoted; and where it stands (characters from the start). */
export type ObjectName = {
  readonly parts: readonly string[];
  readonly offset: number;
};
