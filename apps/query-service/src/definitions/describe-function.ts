import type { DefinitionService, Parameter } from '@easement/contracts';
import { formatColumnType, parseColumnType, parseId } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import { refuseAt } from '@easement/sql';
import type { Deps } from '../deps.ts';
import { duckdbType } from '../engine/rows/column-types.ts';
import { identifier } from '../engine/worker/sql-text.ts';
import { compose, relocated } from '../statements/composed.ts';

/** Plans the expression over values of its parameters' types: as the SELECT of one row, which may read no table. */
export function describeFunction({
  engine,
  resolver,
}: Deps): Handler<typeof DefinitionService.method.describeFunction> {
  return async ({ projectId, parameters, returnType, expression: text }, call) => {
    const project = parseId('project', projectId);
    await resolver.assertMayRead(call, project);
    const expression = { text, offset: 0 };
    const [before, after] = returnType === '' ? ['(', ')'] : ['CAST((', `) AS ${typeText(returnType)})`];
    const composed = compose(
      `SELECT ${before}`,
      expression,
      `${after} FROM (SELECT ${values(parameters)}) AS parameters`,
    );
    const limits = { ...call, group: project };
    const [column] = await relocated(composed, text, async () => {
      const statement = await engine.parse(composed.text, limits);
      const [table] = statement.kind === 'select' ? statement.tables : [];
      if (statement.kind !== 'select' || table) {
        const offset = table?.offset ?? composed.text.indexOf(text);
        throw refuseAt('statement_not_supported', 'a function reads no table; make a view', composed.text, offset);
      }
      return await engine.describe({ statement, tables: [] }, limits);
    });
    if (!column) throw new Error('an expression was described without a type');
    return { returnType: formatColumnType(column.type) };
  };
}

function values(parameters: readonly Parameter[]): string {
  const named = parameters.map(({ name, type }) => `CAST(NULL AS ${typeText(type)}) AS ${identifier(name)}`);
  return named.length === 0 ? '1' : named.join(', ');
}

function typeText(type: string): string {
  return duckdbType(parseColumnType(type));
}
