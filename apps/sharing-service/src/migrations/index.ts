import { type AnyTable, createTables, type Migration, requestTable } from '@easement/persistence';
import { linkTable } from '../links/link.table.ts';
import { projectGuardTable } from '../projects/project-guard.table.ts';
import { shareTable, shareTargetTable } from '../shares/share.table.ts';

export const tables: readonly AnyTable[] = [shareTable, shareTargetTable, linkTable, projectGuardTable, requestTable];

/** Forward only: a released one is never changed, the next change of a table is another number. */
export const migrations: readonly Migration[] = [createTables(1, tables)];
