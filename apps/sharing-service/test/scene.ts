import type { MessageInitShape } from '@bufbuild/protobuf';
import {
  type AudienceSchema,
  AudienceType,
  type CreateLinkRequestSchema,
  type Link,
  Privilege,
  type Share,
  Stage,
} from '@easement/contracts';
import { newId, type OrganizationId, Refusal } from '@easement/domain';
import type { FakeBucket, FakeProject, Person } from '@easement/testing';
import type { PersonClients, Sharing } from './sharing.ts';

/**
 * The people of the specs, in an organization of their own. `operations` shares what `analytics` links; `marketing` has
 * nothing to do with either.
 */
export type Scene = {
  readonly organization: OrganizationId;
  readonly operations: FakeProject;
  readonly analytics: FakeProject;
  readonly marketing: FakeProject;
  readonly bucket: FakeBucket;
  readonly owner: Person;
  readonly support: Person;
  /** Organization members. */
  readonly sharer: Person;
  readonly sourceReader: Person;
  readonly linker: Person;
  readonly linkReader: Person;
  readonly marketer: Person;
  /** In a project, and in no organization role. */
  readonly outsideSharer: Person;
  readonly outsideLinker: Person;
  readonly outsideMarketer: Person;
};

export function aScene({ directory, catalog }: Sharing): Scene {
  const organization = newId('organization');
  const operations = directory.addProject(organization, 'Operations');
  const analytics = directory.addProject(organization, 'Analytics');
  const marketing = directory.addProject(organization, 'Marketing');
  const person = (roles: Parameters<typeof directory.addPerson>[1]) => directory.addPerson(organization, roles);
  return {
    ...{ organization, operations, analytics, marketing },
    bucket: catalog.addBucket(operations, { name: 'Flights' }),
    owner: person({ organization: 'owner' }),
    support: person({ organization: 'support' }),
    sharer: person({ organization: 'member', projects: [[operations, 'write']], email: 'sharer@example.com' }),
    sourceReader: person({ organization: 'member', projects: [[operations, 'read']] }),
    linker: person({ organization: 'member', projects: [[analytics, 'write']], email: 'linker@example.com' }),
    linkReader: person({ organization: 'member', projects: [[analytics, 'read']] }),
    marketer: person({ organization: 'member', projects: [[marketing, 'write']] }),
    outsideSharer: person({ projects: [[operations, 'write']] }),
    outsideLinker: person({ projects: [[analytics, 'write']] }),
    outsideMarketer: person({ projects: [[marketing, 'write']] }),
  };
}

export type AudienceInit = Exclude<MessageInitShape<typeof AudienceSchema>, { $typeName: string }>;

export const everybody: AudienceInit = { type: AudienceType.PROJECT_MEMBERS };
export const members: AudienceInit = { type: AudienceType.ORGANIZATION_MEMBERS };

export function projects(...listed: readonly Pick<FakeProject, 'id'>[]): AudienceInit {
  return { type: AudienceType.SELECTED_PROJECTS, projectIds: listed.map(({ id }) => id) };
}

export function users(...listed: readonly (Person | string)[]): AudienceInit {
  const named = listed.map((one) => (typeof one === 'string' ? one : one.principal));
  return { type: AudienceType.SELECTED_USERS, users: named };
}

export function bucketOf({ id }: Pick<FakeBucket, 'id'>) {
  return { case: 'bucket', value: { bucketId: id } } as const;
}

export async function aShare(
  { shares }: PersonClients,
  bucket: FakeBucket,
  audience: AudienceInit = members,
): Promise<Share> {
  const { share } = await shares.createShare({ content: bucketOf(bucket), audience });
  return share!;
}

export function tenants(...listed: readonly Pick<FakeProject, 'id'>[]): AudienceInit {
  return { type: AudienceType.TENANTS, projectIds: listed.map(({ id }) => id) };
}

/** An empty share of kind grants. */
export async function anEmptyShare(
  { shares }: PersonClients,
  project: FakeProject,
  audience: AudienceInit,
): Promise<Share> {
  const content = { case: 'grants', value: { projectId: project.id } } as const;
  const { share } = await shares.createShare({ content, name: crypto.randomUUID(), audience });
  return share!;
}

/** A share of kind grants that holds the bucket, and nothing in it yet. */
export async function aGrantsShare(clients: PersonClients, bucket: FakeBucket, audience: AudienceInit): Promise<Share> {
  const share = await anEmptyShare(clients, bucket.project, audience);
  await clients.shares.grant({ shareId: share.id, objectId: bucket.id, privilege: Privilege.USAGE });
  return share;
}

export type LinkInit = Exclude<MessageInitShape<typeof CreateLinkRequestSchema>, { $typeName: string }>;

export function linkOf(share: Pick<Share, 'id'>, project: FakeProject, fields: LinkInit = {}): LinkInit {
  return { shareId: share.id, projectId: project.id, name: 'ops', stage: Stage.IN, ...fields };
}

export async function aLink(
  { links }: PersonClients,
  share: Share,
  project: FakeProject,
  fields: LinkInit = {},
): Promise<Link> {
  const { link } = await links.createLink(linkOf(share, project, fields));
  return link!;
}

/** The scene with its bucket shared to organization members, and linked by analytics. */
export async function aLinkedScene(sharing: Sharing, audience: AudienceInit = members) {
  const scene = aScene(sharing);
  const share = await aShare(sharing.as(scene.sharer), scene.bucket, audience);
  const link = await aLink(sharing.as(scene.linker), share, scene.analytics);
  return { ...scene, share, link };
}

/** The reason of the refusal that a call ends with; `done` if it does not. */
export async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'done';
  } catch (error) {
    return error instanceof Refusal ? error.reason : String(error);
  }
}

/** The refusal that a call ends with. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('the call was not refused');
}

export const strangeIds = {
  share: newId('share'),
  project: newId('project'),
  link: newId('link'),
  bucket: newId('bucket'),
};

/** Waits until `check` passes: background work has no answer to wait for. */
export async function eventually(check: () => Promise<void> | void, withinMs = 10_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What a peer that cannot be reached looks like. */
export function unreachable(): never {
  throw new Refusal('peer_unavailable', 'catalog is out of reach', { part: 'catalog' });
}
