import type { DefinitionService } from '@easement/contracts';
import { checkColumns, formatColumnType, invalidField, parseId } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import { refuseAt } from '@easement/sql';
import { namesOf, toGranted } from '../access/granted-objects.ts';
import type { ResolvedObject } from '../access/resolve-objects.ts';
import type { Deps } from '../deps.ts';
import type { InferredColumn } from '../engine/rows/load-job.ts';
import { qualified } from '../statements/here.ts';

/** Plans the SELECT over what its names stand for now; reads no rows. */
export function describeView(deps: Deps): Handler<typeof DefinitionService.method.describeView> {
  const { engine, resolver } = deps;
  return async ({ projectId, defaultBucket, statement: text, columnNames }, call) => {
    const project = parseId('project', projectId);
    await resolver.assertMayRead(call, project);
    const limits = { ...call, group: project };
    const statement = await engine.parse(text, limits);
    if (statement.kind !== 'select' || statement.explain) {
      throw refuseAt('statement_not_supported', 'a view is made of a SELECT', text, 0, { what: 'this view' });
    }
    const wanted = namesOf(statement);
    const names = wanted.map((name) => qualified({ defaultBucket }, name));
    const resolved = await resolver.objects(call, project, text, names);
    const described = await engine.describe({ statement, ...toGranted(resolved, project) }, limits);
    return {
      columns: toColumns(described, columnNames),
      sourceNames: described.map(({ name }) => name),
      dependencies: resolved.flatMap((object, index) => {
        const name = [...(wanted[index]?.parts ?? [])];
        return object.kind === 'built-in' ? [] : [{ name, ...placeOf(object) }];
      }),
    };
  };
}

function toColumns(described: readonly InferredColumn[], names: readonly string[]) {
  if (names.length > 0 && names.length !== described.length) {
    const message = `the view names ${names.length} columns, and its SELECT gives ${described.length}`;
    throw invalidField('column_names', message);
  }
  const columns = described.map(({ name, type }, index) => {
    return { name: names[index] ?? name, type: formatColumnType(type), nullable: true };
  });
  return checkColumns(columns, names.length > 0 ? 'column_names' : 'statement');
}

function placeOf(object: ResolvedObject) {
  if (object.kind === 'table') {
    const { tableId: objectId, bucketId, projectId } = object.table;
    return { objectId, bucketId, projectId };
  }
  if (object.kind === 'function') {
    const { functionId: objectId, bucketId, projectId } = object.made;
    return { objectId, bucketId, projectId };
  }
  const { viewId: objectId, bucketId, projectId } = object.view;
  return { objectId, bucketId, projectId };
}
