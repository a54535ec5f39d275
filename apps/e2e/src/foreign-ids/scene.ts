import { AudienceType, OrganizationRole, Privilege, ProjectRole, Stage } from '@easement/contracts';
import { type Constellation, startConstellation, type Store } from '../constellation.ts';
import { createOrganization, type Member, type Organization } from '../meridian.ts';
import { emailOf, type Things } from './kinds.ts';

export const callerNames = ['guest', 'steward', 'member', 'owner'] as const;
/**
 * Who asks. A guest writes in `home` and a steward is its admin, and that of `spare`; neither has a role in the
 * organization. A member of the organization writes in `home`. To its owner nothing of the organization is hidden.
 */
export type CallerName = (typeof callerNames)[number];

/** What the callers see and may act on. */
export type Own = {
  /** The caller. */
  readonly self: string;
  readonly organization: string;
  /** An organization without projects. */
  readonly vacant: string;
  readonly home: string;
  /** A project that nothing is in. */
  readonly spare: string;
  /** A project that shares with `home`, and takes up what `home` shares. */
  readonly source: string;
  /** A person of `spare` without a role in the organization. */
  readonly mate: string;
  readonly mateToken: string;
  /** The member and the guest among the callers. */
  readonly member: string;
  readonly guest: string;
  /** A bucket of `home` that is not shared, with a table in it. */
  readonly bucket: string;
  readonly table: string;
  readonly view: string;
  readonly function: string;
  readonly column: string;
  /** A share of `home`, linked by `source`. */
  readonly given: { readonly id: string; readonly etag: string };
  /** A share of `home` that nobody links. */
  readonly unlinked: string;
  /** A share of `home` that holds `bucket` and nothing in it, for `source`, and is not linked. */
  readonly granting: string;
  /** A share of `source` that grants one table to `home`, and that table. */
  readonly lending: { readonly share: string; readonly table: string };
  /** A share of `source`, not linked by `home`. */
  readonly offered: string;
  /** A link of `home`, and the bucket that it shows. */
  readonly link: string;
  readonly linkedBucket: string;
  /** A run of the guest's. */
  readonly query: string;
};

/** Two organizations in one product: what is the callers' own, and what they cannot see. */
export type Scene = AsyncDisposable & {
  readonly product: Constellation;
  readonly callers: Readonly<Record<CallerName, Member>>;
  readonly operator: Pick<Member, 'client'>;
  readonly own: Readonly<Record<CallerName, Own>>;
  /** Of a project of the same organization that only the owner sees into. */
  readonly invisible: Things;
  /** Of another organization. */
  readonly foreign: Things;
  /** Who sees either. */
  readonly owners: Readonly<Record<'invisible' | 'foreign', Member>>;
};

const columns = [
  { name: 'a', type: 'INTEGER', nullable: true },
  { name: 'b', type: 'STRING', nullable: true },
];

export async function setScene(store: Store): Promise<Scene> {
  const product = await startConstellation(store);
  try {
    return await furnish(product);
  } catch (error) {
    await product[Symbol.asyncDispose]();
    throw error;
  }
}

async function furnish(product: Constellation): Promise<Scene> {
  const acme = await createOrganization(product, 'Acme');
  const bolt = await createOrganization(product, 'Bolt');
  const vacant = await createOrganization(product, 'Vacant');
  const [home, spare, source] = [
    await acme.createProject('home'),
    await acme.createProject('spare'),
    await acme.createProject('source'),
  ];
  const { ADMIN, READ, WRITE } = ProjectRole;
  const callers = {
    guest: await acme.createMember('guest', { projects: { [home]: WRITE } }),
    steward: await acme.createMember('steward', { projects: { [home]: ADMIN, [spare]: ADMIN } }),
    member: await acme.createMember('member', {
      organization: OrganizationRole.MEMBER,
      projects: { [home]: WRITE },
    }),
    owner: acme.owner,
  };
  const mate = await acme.createMember('mate', { projects: { [spare]: READ } });
  const shared = {
    organization: acme.id,
    vacant: vacant.id,
    ...{ home, spare, source },
    ...{ mate: mate.id, member: callers.member.id, guest: callers.guest.id },
    mateToken: await createToken(mate),
    ...(await furnishHome(acme.owner, home, source)),
    query: await runQuery(callers.guest, home),
  };
  const ownOf = (caller: CallerName): Own => ({ ...shared, self: callers[caller].id });
  return {
    product,
    callers,
    operator: { client: product.clientOf(product.operatorToken) },
    own: { guest: ownOf('guest'), steward: ownOf('steward'), member: ownOf('member'), owner: ownOf('owner') },
    invisible: await furnishHidden(acme, 'acme.example'),
    foreign: await furnishHidden(bolt, 'bolt.example'),
    owners: { invisible: acme.owner, foreign: bolt.owner },
    [Symbol.asyncDispose]: () => product[Symbol.asyncDispose](),
  };
}

async function furnishHome(owner: Member, home: string, source: string) {
  const bucket = await createBucket(owner, home, 'plain');
  const lent = await createBucket(owner, home, 'lent');
  const linkedBucket = await createBucket(owner, source, 'theirs');
  const given = await share(owner, lent);
  await link(owner, given.id, source, 'lent');
  const taken = await share(owner, linkedBucket);
  return {
    bucket,
    ...(await createTable(owner, bucket)),
    given,
    unlinked: (await share(owner, await createBucket(owner, home, 'idle'))).id,
    granting: await shareByGrants(owner, home, bucket, source),
    lending: await lend(owner, source, home),
    offered: (await share(owner, await createBucket(owner, source, 'offered'))).id,
    link: await link(owner, taken.id, home, 'theirs'),
    linkedBucket,
  };
}

/** Fills two projects that share with one another alone, and have their own person. */
async function furnishHidden(organization: Organization, host: string): Promise<Things> {
  const { owner } = organization;
  const project = await organization.createProject('hidden');
  const beyond = await organization.createProject('beyond');
  const person = await organization.createMember('hidden', { projects: { [project]: ProjectRole.ADMIN } });
  const robot = await createRobot(owner, project);
  const bucket = await createBucket(owner, project, 'hidden');
  const { id: shareId } = await share(owner, bucket, [beyond]);
  return {
    organization: organization.id,
    project,
    user: person.id,
    service_account: robot,
    email: emailOf('hidden', host),
    token: await createToken(person),
    bucket,
    ...(await createTable(owner, bucket)),
    share: shareId,
    link: await link(owner, shareId, beyond, 'hidden'),
    query: await runQuery(person, project),
  };
}

async function createRobot({ client }: Member, projectId: string): Promise<string> {
  const { serviceAccount } = await client.principals.createServiceAccount({ name: 'robot', projectId });
  const principalId = serviceAccount?.id ?? '';
  await client.memberships.addProjectMember({ projectId, principalId, role: ProjectRole.READ });
  return principalId;
}

async function createToken({ client, id }: Member): Promise<string> {
  return (await client.tokens.createToken({ principalId: id })).token?.id ?? '';
}

async function createBucket({ client }: Member, projectId: string, name: string): Promise<string> {
  return (await client.buckets.createBucket({ projectId, name, stage: Stage.OUT })).bucket?.id ?? '';
}

type Inside = Pick<Things, 'table' | 'view' | 'function' | 'column'>;

async function createTable({ client }: Member, bucketId: string): Promise<Inside> {
  const { table } = await client.tables.createTable({ bucketId, name: 't', columns });
  const { view } = await client.views.createView({ bucketId, name: 'v', statement: 'SELECT a FROM t' });
  const { function: made } = await client.functions.createFunction({ bucketId, name: 'f', expression: '1' });
  const column = table?.columns[0]?.id ?? '';
  return { table: table?.id ?? '', view: view?.id ?? '', function: made?.id ?? '', column };
}

/** Shares with everybody who writes somewhere, or with the listed projects alone. */
async function share({ client }: Member, bucketId: string, projectIds: string[] = []) {
  const type = projectIds.length === 0 ? AudienceType.PROJECT_MEMBERS : AudienceType.SELECTED_PROJECTS;
  const content = { case: 'bucket', value: { bucketId } } as const;
  const { share: made } = await client.shares.createShare({ content, audience: { type, projectIds } });
  return { id: made?.id ?? '', etag: made?.etag ?? '' };
}

/** Shares the bucket with one project, and nothing in it yet. */
async function shareByGrants({ client }: Member, projectId: string, bucketId: string, tenant: string): Promise<string> {
  const content = { case: 'grants', value: { projectId } } as const;
  const audience = { type: AudienceType.TENANTS, projectIds: [tenant] };
  const { share: made } = await client.shares.createShare({ content, name: 'granting', audience });
  const shareId = made?.id ?? '';
  await client.shares.grant({ shareId, objectId: bucketId, privilege: Privilege.USAGE });
  return shareId;
}

/** Shares one table of a bucket with one project. */
async function lend(owner: Member, projectId: string, tenant: string): Promise<Own['lending']> {
  const bucket = await createBucket(owner, projectId, 'lending');
  const { table } = await createTable(owner, bucket);
  const share = await shareByGrants(owner, projectId, bucket, tenant);
  await owner.client.shares.grant({ shareId: share, objectId: table, privilege: Privilege.SELECT });
  return { share, table };
}

async function link({ client }: Member, shareId: string, projectId: string, name: string): Promise<string> {
  return (await client.links.createLink({ shareId, projectId, name, stage: Stage.IN })).link?.id ?? '';
}

async function runQuery({ client }: Member, projectId: string): Promise<string> {
  for await (const { part } of client.queries.execute({ projectId, statement: 'SELECT 1' })) {
    if (part.case === 'schema') return part.value.queryId;
  }
  return '';
}
