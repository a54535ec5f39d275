import type { BucketId, OrganizationId, PrincipalId, ProjectId } from '@easement/domain';

/** What comes into a project, and what it makes for others. */
export type BucketStage = 'in' | 'out';

/** A container of tables, views and functions, and what they come to. */
export type Bucket = {
  readonly organization: OrganizationId;
  readonly id: BucketId;
  readonly project: ProjectId;
  readonly name: string;
  readonly stage: BucketStage;
  readonly description: string;
  readonly creator: PrincipalId;
  readonly createTime: Date;
  readonly updateTime: Date;
  readonly tableCount: number;
  /** Those of them that no link shows. */
  readonly hiddenTableCount: number;
  readonly viewCount: number;
  readonly functionCount: number;
  readonly rowCount: number;
  readonly byteCount: number;
  readonly version: number;
};
