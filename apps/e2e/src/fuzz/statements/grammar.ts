import type { Chooser } from '../chooser.ts';

/** The types that generated columns have: enough for every clause, few enough that what is generated mostly fits. */
export type Type = 'integer' | 'string' | 'boolean';

export type Column = { readonly name: string; readonly type: Type };

/** What a FROM can name, and the columns that may be asked of it. */
export type Source = { readonly sql: string; readonly columns: readonly Column[] };

/** Names and places that a statement may hold, and is never to learn anything from. */
export type Targets = {
  /** Paths outside, with content of their own. */
  readonly files: readonly string[];
  /** Paths of the files of tables. */
  readonly rows: readonly string[];
  /** Where nothing is, and nothing is to be written. */
  readonly out: string;
  /** Tables that are there and closed, as placeholders: see `twins.ts`. */
  readonly closed: readonly string[];
  /** Databases, shares and tenants that are there and closed, as placeholders. */
  readonly closedPlaces: readonly string[];
  /** Columns that the files of readable tables have and that no longer are. */
  readonly dropped: readonly string[];
};

/** What a statement is made from, while it is made. */
export type Making = {
  readonly choose: Chooser;
  readonly tables: readonly Source[];
  /** Views and tables that statements make, change and drop. */
  readonly scratch: readonly Source[];
  readonly targets: Targets;
  /** How often a piece is one that must be refused. */
  readonly hostility: number;
  /** Set by who puts such a piece in. */
  isHostile: boolean;
  nextName: number;
};

/** A name that nothing else in the statement has. */
export function freshName(making: Making, prefix: string): string {
  making.nextName += 1;
  return `${prefix}${making.nextName}`;
}

/** Whether the next piece is to be hostile; the statement then is. */
export function turnsHostile(making: Making): boolean {
  const turns = making.choose.chance(making.hostility);
  if (turns) making.isHostile = true;
  return turns;
}
