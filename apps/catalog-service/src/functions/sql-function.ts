import type { BucketId, FunctionId, OrganizationId, PrincipalId, ProjectId } from '@easement/domain';

export type Parameter = { readonly name: string; readonly type: string };

/** What a function takes and answers. */
export type FunctionDefinition = {
  readonly parameters: readonly Parameter[];
  readonly returnType: string;
  /** As typed. */
  readonly expression: string;
};

/** A scalar expression under a name. It reads no table. */
export type SqlFunction = FunctionDefinition & {
  readonly organization: OrganizationId;
  readonly id: FunctionId;
  readonly bucket: BucketId;
  readonly project: ProjectId;
  readonly name: string;
  readonly comment: string;
  readonly creator: PrincipalId;
  readonly createTime: Date;
  readonly updateTime: Date;
  readonly version: number;
};

/** A function without its expression: for who asks where functions are. */
export type FunctionOutline = Omit<SqlFunction, 'expression'>;
