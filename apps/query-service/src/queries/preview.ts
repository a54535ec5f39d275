import { fromJson } from '@bufbuild/protobuf';
import { ListValueSchema } from '@bufbuild/protobuf/wkt';
import type { QueryService } from '@easement/contracts';
import type { Handler } from '@easement/rpc';
import { toGrantedTable } from '../access/granted.ts';
import type { Deps } from '../deps.ts';

const usual = 100;

export function preview({ tables, engine }: Deps): Handler<typeof QueryService.method.preview> {
  return async ({ tableId, projectId, maxRows }, call) => {
    const { version } = await tables.readable(call, tableId, projectId);
    const { columns, rows } = await engine.preview(toGrantedTable(version), maxRows || usual, call);
    return {
      schema: { columns: [...columns] },
      rows: rows.map((row) => fromJson(ListValueSchema, [...row])),
      rowCount: version.rowCount,
    };
  };
}
