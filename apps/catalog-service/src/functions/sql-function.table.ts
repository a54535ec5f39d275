import type { BucketId, FunctionId, OrganizationId, PrincipalId, ProjectId } from '@easement/domain';
import {
  codeColumn,
  guardColumn,
  idColumn,
  jsonColumn,
  type RowOf,
  table,
  textColumn,
  timeColumn,
  versionColumn,
} from '@easement/persistence';
import type { FunctionOutline, Parameter, SqlFunction } from './sql-function.ts';

const outline = {
  organization_id: idColumn<OrganizationId>(),
  id: idColumn<FunctionId>(),
  bucket_id: idColumn<BucketId>(),
  project_id: idColumn<ProjectId>(),
  name: textColumn(128),
  parameters: jsonColumn<readonly Parameter[]>(),
  return_type: codeColumn(),
  comment: textColumn(2000),
  creator_id: idColumn<PrincipalId>(),
  create_time: timeColumn(),
  update_time: timeColumn(),
  version: versionColumn(),
};

const keys = {
  primary: ['organization_id', 'id'],
  indexes: { by_bucket: ['organization_id', 'bucket_id', 'id'] },
} as const;

export const functionTable = table('sql_function', {
  columns: { ...outline, expression: textColumn(65_536), guard: guardColumn() },
  ...keys,
});

/** The same table without the expressions, for reading alone. */
export const functionOutlineTable = table('sql_function', { columns: outline, ...keys });

type FunctionRow = RowOf<typeof functionTable>;

export function toFunction(row: FunctionRow): SqlFunction {
  return { ...toFunctionOutline(row), expression: row.expression };
}

export function toFunctionOutline(row: RowOf<typeof functionOutlineTable>): FunctionOutline {
  return {
    organization: row.organization_id,
    id: row.id,
    bucket: row.bucket_id,
    project: row.project_id,
    name: row.name,
    parameters: row.parameters,
    returnType: row.return_type,
    comment: row.comment,
    creator: row.creator_id,
    createTime: row.create_time,
    updateTime: row.update_time,
    version: row.version,
  };
}

export function toFunctionRow(made: SqlFunction): FunctionRow {
  return {
    organization_id: made.organization,
    id: made.id,
    bucket_id: made.bucket,
    project_id: made.project,
    name: made.name,
    parameters: made.parameters,
    return_type: made.returnType,
    expression: made.expression,
    comment: made.comment,
    creator_id: made.creator,
    create_time: made.createTime,
    update_time: made.updateTime,
    version: made.version,
  };
}
