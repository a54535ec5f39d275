import { type Call, onBehalf } from '@easement/rpc';
import type { Bucket } from '../buckets/bucket.ts';
import type { Deps } from '../deps.ts';
import { toDependency, toViewColumn } from './view-message.ts';
import type { ViewDefinition } from './view.ts';

type Text = { readonly statement: string; readonly columnNames: string[] };

/** What the text means to the caller, in the bucket of its view. Refuses what query-service does not understand. */
export async function describeView(
  { definitions }: Pick<Deps, 'definitions'>,
  call: Call,
  { project, name }: Pick<Bucket, 'project' | 'name'>,
  { statement, columnNames }: Text,
): Promise<ViewDefinition> {
  const asked = { projectId: project, defaultBucket: name, statement, columnNames };
  const { columns, sourceNames, dependencies } = await definitions.describeView(asked, onBehalf(call));
  return {
    ...{ statement, sourceNames },
    ...{ columns: columns.map(toViewColumn), dependencies: dependencies.map(toDependency) },
  };
}
