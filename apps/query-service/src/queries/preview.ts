import { fromJson } from '@bufbuild/protobuf';
import { ListValueSchema } from '@bufbuild/protobuf/wkt';
import type { QueryService } from '@easement/contracts';
import type { Handler } from '@easement/rpc';
import { toGrantedTable } from '../access/granted.ts';
import type { Deps } from '../deps.ts';
import { rowsThatFit } from './rows-that-fit.ts';
import { timeLimit } from './time-limit.ts';

const usual = 100;

export function preview({ tables, engine }: Deps): Handler<typeof QueryService.method.preview> {
  return async ({ tableId, projectId, maxRows }, call) => {
    using limit = timeLimit(call);
    const { version, project } = await tables.readable(call, tableId, projectId);
    const limits = { deadline: call.deadline, signal: AbortSignal.any([call.signal, limit.signal]), group: project };
    const { columns, rows } = await engine.preview(toGrantedTable(version), maxRows || usual, limits);
    return {
      schema: { columns: [...columns] },
      rows: rowsThatFit(rows).map((row) => fromJson(ListValueSchema, [...row])),
      rowCount: version.rowCount,
    };
  };
}
