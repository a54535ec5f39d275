import type { OrganizationId } from '@easement/domain';
import { bytesColumn, codeColumn, idColumn, integerColumn, timeColumn } from './column.ts';
import { table } from './table.ts';

/** What others may react to, numbered in the order in which it was committed: no number is left out. */
export const changeTable = table('change', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    sequence: integerColumn(),
    /** Never earlier than that of the change before. */
    time: timeColumn(),
    type: codeColumn(),
    payload: bytesColumn(),
  },
  primary: ['organization_id', 'sequence'],
});

/** The last number of each organization's feed. */
export const feedHeadTable = table('feed_head', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    sequence: integerColumn(),
    time: timeColumn(),
  },
  primary: ['organization_id'],
});

/** A service that has a feed puts these among its tables and into a migration. */
export const feedTables = [changeTable, feedHeadTable] as const;
