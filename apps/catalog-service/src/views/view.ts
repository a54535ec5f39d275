import type {
  BucketId,
  Dependency,
  OrganizationId,
  PrincipalId,
  ProjectId,
  ViewColumn,
  ViewId,
} from '@easement/domain';

/** The text of a view, and what it meant when it was written. */
export type ViewDefinition = {
  /** The SELECT, as typed. */
  readonly statement: string;
  readonly columns: readonly ViewColumn[];
  /** The names that the SELECT gives the columns itself. */
  readonly sourceNames: readonly string[];
  readonly dependencies: readonly Dependency[];
};

/** A SELECT under a name. It holds no rows. */
export type View = ViewDefinition & {
  readonly organization: OrganizationId;
  readonly id: ViewId;
  readonly bucket: BucketId;
  readonly project: ProjectId;
  readonly name: string;
  readonly comment: string;
  /** Whether no link shows it, as the rules say of what reads through links. */
  readonly isHidden: boolean;
  readonly creator: PrincipalId;
  readonly createTime: Date;
  readonly updateTime: Date;
  readonly version: number;
};

/** A view without its text: for who asks where views are. */
export type ViewOutline = Omit<View, keyof ViewDefinition>;

/** The same, and what it reads. */
export type ReadingView = ViewOutline & Pick<View, 'dependencies'>;
