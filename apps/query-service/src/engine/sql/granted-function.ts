import type { ColumnType } from '@easement/domain';

/** A function of a bucket as one caller may call it at one instant. */
export type GrantedFunction = {
  readonly parameters: readonly { readonly name: string; readonly type: ColumnType }[];
  /** Undefined while it is being made: the type that the expression has. */
  readonly returnType: ColumnType | undefined;
  /** As its owner wrote it, over its parameters. */
  readonly expression: string;
  /** The name that refusals may tell. */
  readonly label: string;
  /** Whether it belongs to another project: how it is made is not shown. */
  readonly isForeign: boolean;
};

/** The same under a name of a statement, in whose place it is to stand. */
export type CalledFunction = GrantedFunction & { readonly name: readonly string[] };
