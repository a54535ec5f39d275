import type { MessageInitShape } from '@bufbuild/protobuf';
import type { Client } from '@easement/client';
import { type AudienceSchema, AudienceType, ProjectRole, Stage as Place } from '@easement/contracts';
import { firstOf, type World } from './world.ts';

/** What one pair races about: a bucket with a table in one project, shared, and another project that may link it. */
export type Scene = {
  readonly source: string;
  readonly destination: string;
  readonly bucket: string;
  readonly table: string;
  readonly share: { readonly id: string; readonly etag: string };
};

export type Audience = Exclude<MessageInitShape<typeof AudienceSchema>, { $typeName: string }>;

export const everybody: Audience = { type: AudienceType.PROJECT_MEMBERS };

export function projects(...ids: readonly string[]): Audience {
  return { type: AudienceType.SELECTED_PROJECTS, projectIds: [...ids] };
}

/** Makes it all anew through the API, so that pairs do not see one another. */
export async function setScene(world: World, audience: Audience = everybody): Promise<Scene> {
  const owner = firstOf(world.owner.at);
  const [source, destination] = await Promise.all([
    createProject(owner, 'source'),
    createProject(owner, 'destination'),
  ]);
  const member = { projectId: destination, principalId: world.linker.id, role: ProjectRole.WRITE };
  const [bucket] = await Promise.all([
    createBucket(owner, source, 'flights'),
    owner.memberships.addProjectMember(member),
  ]);
  const [table, share] = await Promise.all([createTable(owner, bucket, 'rows'), createShare(owner, bucket, audience)]);
  return { source, destination, bucket, table, share };
}

export async function createProject(client: Client, name: string): Promise<string> {
  const { project } = await client.projects.createProject({ name: `${name} ${crypto.randomUUID()}` });
  return project?.id ?? '';
}

export async function createBucket(client: Client, projectId: string, name: string): Promise<string> {
  return (await client.buckets.createBucket({ projectId, name, stage: Place.OUT })).bucket?.id ?? '';
}

export async function createTable(client: Client, bucketId: string, name: string): Promise<string> {
  const columns = ['one', 'two'].map((column) => ({ name: column, type: 'STRING', nullable: true }));
  return (await client.tables.createTable({ bucketId, name, columns })).table?.id ?? '';
}

export async function createShare(client: Client, bucketId: string, audience: Audience): Promise<Scene['share']> {
  const content = { case: 'bucket', value: { bucketId } } as const;
  const { share } = await client.shares.createShare({ content, audience });
  return { id: share?.id ?? '', etag: share?.etag ?? '' };
}

export async function createLink(
  client: Client,
  { share, destination }: Pick<Scene, 'share' | 'destination'>,
  name = 'ops',
): Promise<string> {
  const request = { shareId: share.id, projectId: destination, name, stage: Place.IN };
  return (await client.links.createLink(request)).link?.id ?? '';
}
