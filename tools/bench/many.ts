import { AudienceType, OrganizationRole, ProjectRole, Stage } from '@easement/contracts';
import { newId, type OrganizationId, parseId } from '@easement/domain';
import type { Member } from '@easement/e2e';
import { openRowCopier } from '@easement/persistence/testing';
import type { BenchHouse } from './bench-house.ts';

/** An organization in which one project offers buckets to all, and another may link them. */
export type Market = {
  readonly organization: OrganizationId;
  readonly provider: string;
  readonly consumer: string;
  readonly admin: Member;
  readonly writer: Member;
  /** The bucket and the share that were made through the API; the others are copies of them. */
  readonly bucketId: string;
  readonly shareId: string;
  /** All shares that nobody has linked yet. */
  readonly freeShares: readonly string[];
};

type Opened = Pick<BenchHouse, 'createOrganization' | 'databases'>;

/** Makes a market with so many shares, each of a bucket of its own: the first through the API, the others by copy. */
export async function openMarket(house: Opened, name: string, shareCount: number): Promise<Market> {
  const made = await house.createOrganization(name);
  const organization = parseId('organization', made.id);
  const role = { organization: OrganizationRole.MEMBER };
  const provider = await made.createProject('provider');
  const consumer = await made.createProject('consumer');
  const admin = await made.createMember('admin', { ...role, projects: { [provider]: ProjectRole.ADMIN } });
  const writer = await made.createMember('writer', { ...role, projects: { [consumer]: ProjectRole.WRITE } });
  const { bucketId, shareId } = await offerBucket(admin, provider, 'first');
  const freeShares = await copyShares(house.databases, { organization, bucketId, shareId }, shareCount - 1);
  return { organization, provider, consumer, admin, writer, bucketId, shareId, freeShares };
}

/** Makes a bucket and offers it to all members, through the API. */
export async function offerBucket(
  { client }: Member,
  projectId: string,
  name: string,
): Promise<{ readonly bucketId: string; readonly shareId: string }> {
  const { bucket } = await client.buckets.createBucket({ projectId, name, stage: Stage.OUT });
  const bucketId = bucket?.id ?? '';
  const content = { case: 'bucket', value: { bucketId } } as const;
  const audience = { type: AudienceType.ORGANIZATION_MEMBERS };
  const { share } = await client.shares.createShare({ content, audience });
  return { bucketId, shareId: share?.id ?? '' };
}

type Original = { readonly organization: OrganizationId; readonly bucketId: string; readonly shareId: string };

async function copyShares(
  { catalog, sharing }: BenchHouse['databases'],
  { organization, bucketId, shareId }: Original,
  count: number,
): Promise<readonly string[]> {
  const of = { organization_id: organization };
  const copies = Array.from({ length: count }, (_, nth) => ({
    name: `bucket ${nth}`,
    bucket: newId('bucket'),
    share: newId('share'),
  }));
  const at = (nth: number) => copies[nth] ?? { name: '', bucket: '', share: '' };
  await using buckets = await openRowCopier(catalog);
  await using shares = await openRowCopier(sharing);
  await buckets.copy('bucket', { ...of, id: bucketId }, count, (nth) => ({ id: at(nth).bucket, name: at(nth).name }));
  await buckets.copy('name', { ...of, owner_id: bucketId }, count, (nth) => {
    const { name, bucket } = at(nth);
    return { name, name_key: name, owner_id: bucket };
  });
  await shares.copy('share', { ...of, id: shareId }, count, (nth) => {
    const { name, bucket, share } = at(nth);
    return { id: share, bucket_id: bucket, name, name_key: name };
  });
  return copies.map(({ share }) => share);
}

/** Lets so many projects link a share: the consumer through the API, the others by copy of its link. */
export async function linkOften(
  { catalog, sharing }: BenchHouse['databases'],
  market: Market,
  shareId: string,
  count: number,
): Promise<void> {
  const { organization, consumer, writer } = market;
  const name = `link of ${shareId}`;
  const { link } = await writer.client.links.createLink({ shareId, projectId: consumer, name, stage: Stage.IN });
  const id = link?.id ?? '';
  const copies = Array.from({ length: count - 1 }, () => ({ id: newId('link'), project: newId('project') }));
  const at = (nth: number) => copies[nth] ?? { id: '', project: '' };
  await using holds = await openRowCopier(catalog);
  await using links = await openRowCopier(sharing);
  const of = { organization_id: organization };
  await links.copy('link', { ...of, id }, copies.length, (nth) => ({ id: at(nth).id, project_id: at(nth).project }));
  await holds.copy('hold', { ...of, holder_id: id }, copies.length, (nth) => ({
    holder_id: at(nth).id,
    project_id: at(nth).project,
  }));
  await holds.copy('name', { ...of, owner_id: id }, copies.length, (nth) => ({
    scope: at(nth).project,
    owner_id: at(nth).id,
  }));
}
