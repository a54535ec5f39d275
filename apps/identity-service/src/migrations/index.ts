import { type AnyTable, createTables, type Migration, requestTable } from '@easement/persistence';
import { organizationMemberTable, projectMemberTable } from '../members/member.table.ts';
import { organizationTable } from '../organizations/organization.table.ts';
import { principalTable } from '../principals/principal.table.ts';
import { closingTable } from '../projects/closing.table.ts';
import { projectTable } from '../projects/project.table.ts';
import { tokenTable } from '../tokens/token.table.ts';

export const tables: readonly AnyTable[] = [
  organizationTable,
  projectTable,
  closingTable,
  principalTable,
  organizationMemberTable,
  projectMemberTable,
  tokenTable,
  requestTable,
];

/** Forward only: a released one is never changed, the next change of a table is another number. */
export const migrations: readonly Migration[] = [createTables(1, tables)];
