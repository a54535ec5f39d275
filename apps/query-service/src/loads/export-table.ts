import { Format, type LoadService } from '@easement/contracts';
import { type Handler, principalOf } from '@easement/rpc';
import { toGrantedTable } from '../access/granted.ts';
import type { Deps } from '../deps.ts';

/** Before each chunk, the first one too, the caller's right to read in the project is looked at again. */
export function exportTable({
  tables,
  engine,
  resolver,
  transfers,
}: Deps): Handler<typeof LoadService.method.exportTable> {
  return async function* ({ tableId, projectId, format }, call) {
    const { version, project } = await tables.readable(call, tableId, projectId);
    using _running = transfers.begin({ principal: principalOf(call).principal, project });
    const written = format === Format.PARQUET ? 'parquet' : 'csv';
    for await (const chunk of engine.exportTable(toGrantedTable(version), written, { ...call, group: project })) {
      await resolver.assertMayRead(call, project);
      yield { chunk };
    }
  };
}
