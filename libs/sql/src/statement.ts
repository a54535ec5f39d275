import type { Name, ObjectName, Piece } from './name.ts';

/** What `GRANT` gives, in the words of the domain. */
export type PrivilegeWord = 'usage' | 'select' | 'reference_usage';

/** What a grant is on: `DATABASE db` (one part), `TABLE db.t`, `VIEW db.v`, `FUNCTION db.f`. */
export type GrantObject = {
  readonly kind: 'bucket' | 'table' | 'view' | 'function';
  readonly name: ObjectName;
};

export type ColumnDefinition = {
  readonly name: Name;
  readonly type: Piece;
  readonly nullable: boolean;
};

export type ParameterDefinition = { readonly name: Name; readonly type: Piece };

/** What a new table is made of. */
export type TableContent =
  | { readonly kind: 'columns'; readonly columns: readonly ColumnDefinition[]; readonly primaryKey: readonly Name[] }
  | { readonly kind: 'query'; readonly query: Piece }
  /** `provider.share.table`, or `share.table`. */
  | { readonly kind: 'share'; readonly source: ObjectName };

/** How a statement treats what is there already: refuses it, passes over it, or takes its place. */
export type IfThere = 'refuse' | 'skip' | 'replace';

type Create = { readonly ifThere: IfThere };
type Drop = { readonly ifExists: boolean };

/** Our own statements, as typed: no name in them is looked up yet. Everything else is a `query`, which DuckDB reads. */
export type SqlStatement =
  | { readonly kind: 'query' }
  | (Create & { readonly kind: 'create_share'; readonly name: Name; readonly comment: string })
  | (Drop & { readonly kind: 'drop_share'; readonly name: Name })
  | {
      readonly kind: 'alter_share';
      readonly name: Name;
      readonly ifExists: boolean;
      readonly change: 'add' | 'remove';
      readonly tenants: readonly Name[];
    }
  | {
      readonly kind: 'grant' | 'revoke';
      readonly privilege: PrivilegeWord;
      readonly object: GrantObject;
      readonly share: Name;
    }
  | { readonly kind: 'show_shares' | 'show_databases' }
  | { readonly kind: 'describe_share'; readonly name: ObjectName }
  | { readonly kind: 'show_grants_on'; readonly object: GrantObject }
  | { readonly kind: 'show_grants_of'; readonly share: ObjectName }
  | { readonly kind: 'show_tables' | 'show_views' | 'show_functions'; readonly database: Name | undefined }
  | { readonly kind: 'describe'; readonly name: ObjectName }
  | { readonly kind: 'use'; readonly database: Name }
  | (Create & {
      readonly kind: 'create_database';
      readonly name: Name;
      readonly comment: string;
      /** `provider.share`, or `share`. */
      readonly source: ObjectName | undefined;
    })
  | (Drop & { readonly kind: 'drop_database'; readonly name: Name })
  | { readonly kind: 'rename_database'; readonly name: Name; readonly to: Name; readonly ifExists: boolean }
  | (Create & { readonly kind: 'create_table'; readonly name: ObjectName; readonly content: TableContent })
  | (Drop & { readonly kind: 'drop_table' | 'drop_view' | 'drop_function'; readonly name: ObjectName })
  | (Drop & { readonly kind: 'rename_table' | 'rename_view'; readonly name: ObjectName; readonly to: ObjectName })
  | (Drop & { readonly kind: 'add_column'; readonly table: ObjectName; readonly column: ColumnDefinition })
  | (Drop & { readonly kind: 'drop_column'; readonly table: ObjectName; readonly column: Name })
  | (Drop & { readonly kind: 'rename_column'; readonly table: ObjectName; readonly column: Name; readonly to: Name })
  | (Create & {
      readonly kind: 'create_view';
      readonly name: ObjectName;
      readonly columns: readonly Name[];
      readonly comment: string;
      readonly query: Piece;
    })
  | (Create & {
      readonly kind: 'create_function';
      readonly name: ObjectName;
      readonly parameters: readonly ParameterDefinition[];
      readonly returns: Piece | undefined;
      readonly expression: Piece;
    })
  | { readonly kind: 'insert'; readonly table: ObjectName; readonly columns: readonly Name[]; readonly source: Piece }
  | {
      readonly kind: 'update';
      readonly table: ObjectName;
      readonly alias: Name | undefined;
      readonly changes: readonly { readonly column: Name; readonly value: Piece }[];
      readonly where: Piece | undefined;
    }
  | {
      readonly kind: 'delete';
      readonly table: ObjectName;
      readonly alias: Name | undefined;
      readonly where: Piece | undefined;
    }
  | { readonly kind: 'truncate'; readonly table: ObjectName }
  | {
      readonly kind: 'copy';
      readonly table: ObjectName;
      readonly file: string;
      readonly options: readonly { readonly name: string; readonly value: string | undefined }[];
    };
