import {
  type AnyTable,
  createTables,
  extendTables,
  feedTables,
  type Migration,
  requestTable,
} from '@easement/persistence';
import { activityTable } from '../activity/activity.table.ts';
import { grantTable } from '../grants/grant.table.ts';
import { linkTable } from '../links/link.table.ts';
import { projectGuardTable } from '../projects/project-guard.table.ts';
import { shareTable, shareTargetTable } from '../shares/share.table.ts';

const first: readonly AnyTable[] = [shareTable, shareTargetTable, linkTable, projectGuardTable, requestTable];
const told: readonly AnyTable[] = [...feedTables, activityTable];

const granted: readonly AnyTable[] = [grantTable];

export const tables: readonly AnyTable[] = [...first, ...told, ...granted];

/** Forward only: a released one is never changed, the next change of a table is another number. */
export const migrations: readonly Migration[] = [
  createTables(1, first),
  createTables(2, told),
  extendTables(3, [linkTable]),
  extendTables(4, [shareTargetTable, linkTable]),
  createTables(5, granted),
  extendTables(6, [shareTable]),
  extendTables(7, [linkTable]),
];
