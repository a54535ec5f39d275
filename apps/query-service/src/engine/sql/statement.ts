/** A name in a statement: `flights`, `ops.flights`, as typed, unquoted; and where it stands (characters from the start). */
export type ObjectName = {
  readonly parts: readonly string[];
  readonly offset: number;
};

/** A name that is called. */
export type CalledName = ObjectName & {
  /** Whether it may be a way to write one of DuckDB's own functions, where no bucket has such a function. */
  readonly isBuiltIn: boolean;
};

/** What a statement would change. */
export type WriteTarget = {
  readonly object: 'table' | 'view' | 'function' | 'bucket' | 'share' | 'other';
  /** Absent where the text does not get as far as naming it. */
  readonly name: ObjectName | undefined;
};

/**
 * A statement that wall 1 has let through. A `select` names the tables that it reads, each once and in the order of its
 * first mention, and so the functions; the engine takes what was granted in the same order. A `write` is known by its
 * head alone: who may not write there is told so, and everybody else that it is not built yet.
 */
export type Statement =
  | {
      readonly kind: 'select';
      /** The statement itself, without `EXPLAIN`. */
      readonly text: string;
      readonly explain: boolean;
      readonly tables: readonly ObjectName[];
      readonly functions: readonly CalledName[];
    }
  | { readonly kind: 'write'; readonly verb: string; readonly target: WriteTarget };
