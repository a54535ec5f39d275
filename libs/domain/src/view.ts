import type { Column } from './column.ts';
import type { BucketId, ObjectId, ProjectId, ViewId } from './ids.ts';
import { columnKey, invalidField } from './name.ts';
import { Refusal } from './refusal.ts';

/** What a name in the text of a view means: the thing that had it when the view was made, under whatever name it is now. */
export type Dependency = {
  /** The parts of the name, as typed. */
  readonly name: readonly string[];
  readonly object: ObjectId;
  readonly bucket: BucketId;
  readonly project: ProjectId;
};

/** A column that a view answers. It has no id: the columns of a view are known by their names. */
export type ViewColumn = Pick<Column, 'name' | 'type' | 'nullable'>;

/** A view, as far as it is about what it reads. */
export type Reading = {
  readonly id: ViewId;
  readonly project: ProjectId;
  readonly dependencies: readonly Pick<Dependency, 'object' | 'project'>[];
};

/** How many views may lie on top of one another. */
export const deepestView = 16;

/** How many things a view may read, itself or by other views. */
export const mostReadByView = 1000;

/**
 * Whether no link shows the view: it reads what comes in by a link, which is not shared onward, itself or by one of the
 * views that are `hidden` for that. Source: sharing rules, section 5.
 */
export function isViewHidden({ project, dependencies }: Reading, hidden: ReadonlySet<ObjectId>): boolean {
  return dependencies.some(({ object, project: owner }) => owner !== project || hidden.has(object));
}

/** Refuses `invalid_field` where the view would read itself, by whichever of the `views` that it reads. */
export function assertReadsOthers({ id }: Pick<Reading, 'id'>, views: readonly Reading[]): void {
  const reading = views.find(({ dependencies }) => dependencies.some(({ object }) => object === id));
  if (!reading) return;
  const by = reading.id === id ? '' : `, which ${reading.id} would do for it`;
  throw invalidField('statement', `${id} would read itself${by}; leave it out of what it reads`);
}

/** The columns that readers lose when a view's columns become `after`: those that are gone or have another type. */
export function lostViewColumns(before: readonly ViewColumn[], after: readonly ViewColumn[]): ViewColumn[] {
  const types = new Map(after.map(({ name, type }) => [columnKey(name), type]));
  return before.filter(({ name, type }) => types.get(columnKey(name)) !== type);
}

/** The refusal of views that read too much, or are too deep. */
export function viewTooLarge(most: number): Refusal {
  return new Refusal(
    'query_too_large',
    `this reads more than ${most} things, or views more than ${deepestView} deep; read less by one view`,
    { most_read: String(most), deepest: String(deepestView) },
  );
}
