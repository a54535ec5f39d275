import { bytesColumn, codeColumn, guardColumn, idColumn, nullable, timeColumn } from './column.ts';
import { table } from './table.ts';

/**
 * What makes a repeated mutation act once. Every service that has mutations puts it among its tables and into its first
 * migration.
 */
export const requestTable = table('request_record', {
  columns: {
    organization_id: idColumn(),
    principal: codeColumn(),
    method: codeColumn(160),
    request_id: codeColumn(255),
    fingerprint: codeColumn(),
    state: codeColumn<'running' | 'done'>(),
    /** The thing being made, where that takes several transactions; else empty. */
    thing_id: idColumn(),
    answer: nullable(bytesColumn()),
    create_time: timeColumn(),
    guard: guardColumn(),
  },
  primary: ['organization_id', 'principal', 'method', 'request_id'],
  indexes: { by_thing: ['organization_id', 'thing_id'], by_time: ['create_time'] },
});
