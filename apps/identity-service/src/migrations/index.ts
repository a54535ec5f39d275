import { type AnyTable, createTables, feedTables, type Migration, requestTable } from '@easement/persistence';
import { organizationMemberTable, projectMemberTable } from '../members/member.table.ts';
import { organizationTable } from '../organizations/organization.table.ts';
import { principalTable } from '../principals/principal.table.ts';
import { closingTable } from '../projects/closing.table.ts';
import { projectTable } from '../projects/project.table.ts';
import { tokenTable } from '../tokens/token.table.ts';

const first: readonly AnyTable[] = [
  organizationTable,
  projectTable,
  closingTable,
  principalTable,
  organizationMemberTable,
  projectMemberTable,
  tokenTable,
  requestTable,
];

export const tables: readonly AnyTable[] = [...first, ...feedTables];

/** Forward only: a released one is never changed, the next change of a table is another number. */
export const migrations: readonly Migration[] = [createTables(1, first), createTables(2, feedTables)];
