import type { DefinitionService } from '@easement/contracts';
import { type ColumnType, formatColumnType, parseColumnType, parseId } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { duckdbType } from '../engine/rows/column-types.ts';

/** Plans a call of the function with values of its parameters' types. Places of refusals are told in the expression. */
export function describeFunction({
  engine,
  resolver,
}: Deps): Handler<typeof DefinitionService.method.describeFunction> {
  return async ({ projectId, parameters: asked, returnType: wanted, expression }, call) => {
    const project = parseId('project', projectId);
    await resolver.assertMayRead(call, project);
    const parameters = asked.map(({ name, type }) => ({ name, type: parseColumnType(type) }));
    const returnType = wanted === '' ? undefined : parseColumnType(wanted);
    const limits = { ...call, group: project };
    const statement = await engine.parse(callOf(parameters.map(({ type }) => type)), limits);
    if (statement.kind !== 'select') throw new Error('a SELECT was read as something else');
    const functions = [{ parameters, returnType, expression, label, isForeign: false }];
    const [column] = await engine.describe({ statement, tables: [], functions }, limits);
    if (!column) throw new Error('an expression was described without a type');
    return { returnType: formatColumnType(column.type) };
  };
}

/** A constant NULL would have no type for some of DuckDB's functions: the values are those of a row. */
function callOf(types: readonly ColumnType[]): string {
  const names = types.map((_, index) => `v${index}`);
  const values = types.map((type, index) => `CAST(NULL AS ${duckdbType(type)}) AS v${index}`);
  return `SELECT ${label}(${names.join(', ')}) FROM (SELECT ${['1', ...values].join(', ')})`;
}

/** No function of DuckDB's has this name. */
const label = 'the_function';
