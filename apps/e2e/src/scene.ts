import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AudienceType, Format, OrganizationRole, ProjectRole, Stage } from '@easement/contracts';
import { type Constellation, startConstellation, type Store } from './constellation.ts';
import { createOrganization, type Member, type Organization } from './meridian.ts';

/** The product with an organization in which `analytics` links the bucket `flights` of `operations` as `ops`. */
export type Scene = AsyncDisposable & {
  readonly product: Constellation;
  readonly meridian: Organization;
  readonly operations: string;
  readonly analytics: string;
  readonly admin: Member;
  readonly writer: Member;
  /** The bucket of operations. */
  readonly bucketId: string;
  /** A bucket that analytics owns. */
  readonly ownBucketId: string;
  readonly shareId: string;
  readonly linkId: string;
};

const data = 'apps/standalone/data';

/** Sets the scene through the API, with the tables of the sample that are named. */
export async function setScene(store: Store, tables: readonly string[]): Promise<Scene> {
  const product = await startConstellation(store);
  try {
    return await furnish(product, tables);
  } catch (error) {
    await product[Symbol.asyncDispose]();
    throw error;
  }
}

async function furnish(product: Constellation, tables: readonly string[]): Promise<Scene> {
  const meridian = await createOrganization(product, 'Meridian');
  const organization = OrganizationRole.MEMBER;
  const operations = await meridian.createProject('operations');
  const analytics = await meridian.createProject('analytics');
  const admin = await meridian.createMember('admin', { organization, projects: { [operations]: ProjectRole.ADMIN } });
  const writer = await meridian.createMember('writer', { organization, projects: { [analytics]: ProjectRole.WRITE } });
  const bucketId = await createBucket(admin, operations, 'flights');
  for (const name of tables) {
    const source = new Uint8Array(await readFile(join(data, `${name}.csv`)));
    await admin.client.loadTable({ bucketId, name, create: true, format: Format.CSV, source });
  }
  const { share } = await admin.client.shares.createShare({
    content: { case: 'bucket', value: { bucketId } },
    audience: { type: AudienceType.ORGANIZATION_MEMBERS },
  });
  const shareId = share?.id ?? '';
  const { link } = await writer.client.links.createLink({
    shareId,
    projectId: analytics,
    name: 'ops',
    stage: Stage.IN,
  });
  return {
    ...{ product, meridian, operations, analytics, admin, writer, bucketId, shareId },
    ownBucketId: await createBucket(writer, analytics, 'own'),
    linkId: link?.id ?? '',
    [Symbol.asyncDispose]: () => product[Symbol.asyncDispose](),
  };
}

async function createBucket({ client }: Member, projectId: string, name: string): Promise<string> {
  return (await client.buckets.createBucket({ projectId, name, stage: Stage.OUT })).bucket?.id ?? '';
}
