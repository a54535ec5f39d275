import type { TableVersion } from '@easement/contracts';
import type { ObjectName, SqlStatement } from '@easement/sql';
import type { Deps } from '../deps.ts';
import { acting, type Here } from './here.ts';
import { getOwnTable, orUnknown } from './object.ts';
import { done, type Outcome } from './outcome.ts';
import { toColumn } from './tables.ts';

type Statement = Extract<SqlStatement, { kind: 'add_column' | 'drop_column' | 'rename_column' }>;

export async function alterColumns(deps: Deps, here: Here, statement: Statement): Promise<Outcome> {
  const table = await orUnknown(statement.ifExists, () => getOwnTable(deps, here, statement.table));
  return table ? await change(deps, here, statement, table) : done(`there is no table ${written(statement.table)}`);
}

async function change(deps: Deps, here: Here, statement: Statement, { tableId }: TableVersion): Promise<Outcome> {
  const { tables } = deps.statementPeers;
  const common = { tableId, validateOnly: here.validateOnly };
  const outgoing = acting(here, statement.kind);
  switch (statement.kind) {
    case 'add_column': {
      const column = toColumn(here, statement.column);
      await tables.addColumn({ ...common, column }, outgoing);
      return done(`column ${column.name} added to ${written(statement.table)}`);
    }
    case 'drop_column': {
      const { text: column } = statement.column;
      await tables.dropColumn({ ...common, column }, outgoing);
      return done(`column ${column} dropped from ${written(statement.table)}`);
    }
    case 'rename_column': {
      const [column, newName] = [statement.column.text, statement.to.text];
      await tables.renameColumn({ ...common, column, newName }, outgoing);
      return done(`column ${column} of ${written(statement.table)} is called ${newName}`);
    }
  }
}

function written({ parts }: ObjectName): string {
  return parts.join('.');
}
