import { refuseAt, type SqlStatement } from '@easement/sql';
import type { Deps } from '../deps.ts';
import { alterColumns } from './columns.ts';
import { createDatabase, dropDatabase, renameDatabase } from './databases.ts';
import { getOwnDatabase } from './database.ts';
import { placeIn } from './object.ts';
import { describeShare } from './describe-share.ts';
import { grant, revoke } from './grants.ts';
import { createFunction, dropFunction, showFunctions } from './functions.ts';
import type { Here } from './here.ts';
import type { Outcome } from './outcome.ts';
import { createTableAs } from './create-table-as.ts';
import { deleteRows, insert, truncate, update } from './rows.ts';
import { alterShare, createShare, dropShare } from './shares.ts';
import { showDatabases } from './show-databases.ts';
import { showGrantsOf, showGrantsOn } from './show-grants.ts';
import { describe, showTables, use } from './show-objects.ts';
import { showShares } from './show-shares.ts';
import { createTableFromShare } from './link-objects.ts';
import { createView, dropView, showViews } from './views.ts';
import { renameView } from './rename-view.ts';
import { createTable, dropTable, renameTable } from './tables.ts';

export type OwnStatement = Exclude<SqlStatement, { kind: 'query' }>;

/** Does what a statement of ours says, by the RPCs that do it and in the caller's name, or refuses what they refuse. */
export async function carryOut(deps: Deps, here: Here, statement: OwnStatement): Promise<Outcome> {
  switch (statement.kind) {
    case 'create_share':
      return await createShare(deps, here, statement);
    case 'drop_share':
      return await dropShare(deps, here, statement);
    case 'alter_share':
      return await alterShare(deps, here, statement);
    case 'grant':
      return await grant(deps, here, statement);
    case 'revoke':
      return await revoke(deps, here, statement);
    case 'show_shares':
      return await showShares(deps, here);
    case 'describe_share':
      return await describeShare(deps, here, statement.name);
    case 'show_grants_on':
      return await showGrantsOn(deps, here, statement.object);
    case 'show_grants_of':
      return await showGrantsOf(deps, here, statement.share);
    case 'create_database':
      return await createDatabase(deps, here, statement);
    case 'drop_database':
      return await dropDatabase(deps, here, statement);
    case 'rename_database':
      return await renameDatabase(deps, here, statement);
    case 'show_databases':
      return await showDatabases(deps, here);
    case 'use':
      return await use(deps, here, statement.database);
    case 'show_tables':
      return await showTables(deps, here, statement.database);
    case 'describe':
      return await describe(deps, here, statement.name);
    case 'create_table': {
      const { content } = statement;
      if (content.kind === 'columns') return await createTable(deps, here, statement, content);
      if (content.kind === 'query') return await createTableAs(deps, here, statement, content.query);
      return await createTableFromShare(deps, here, statement, content.source);
    }
    case 'drop_table':
      return await dropTable(deps, here, statement);
    case 'rename_table':
      return await renameTable(deps, here, statement);
    case 'add_column':
    case 'drop_column':
    case 'rename_column':
      return await alterColumns(deps, here, statement);
    case 'copy':
      await getOwnDatabase(deps, here, placeIn(here, statement.table).database);
      throw refuseAt('statement_not_supported', copied, here.text, 0, { what: 'COPY' });
    case 'create_view':
      return await createView(deps, here, statement);
    case 'drop_view':
      return await dropView(deps, here, statement.name, statement.ifExists);
    case 'rename_view':
      return await renameView(deps, here, statement);
    case 'show_views':
      return await showViews(deps, here, statement.database);
    case 'create_function':
      return await createFunction(deps, here, statement);
    case 'drop_function':
      return await dropFunction(deps, here, statement.name, statement.ifExists);
    case 'show_functions':
      return await showFunctions(deps, here, statement.database);
    case 'insert':
      return await insert(deps, here, statement);
    case 'update':
      return await update(deps, here, statement);
    case 'delete':
      return await deleteRows(deps, here, statement);
    case 'truncate':
      return await truncate(deps, here, statement.table);
  }
}

const copied = 'COPY is carried out where the file is: run it with "easement sql", or load with LoadTable';
