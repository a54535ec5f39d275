import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, type Client } from '@easement/client';
import { AudienceType, Format, Stage } from '@easement/contracts';
import { meridian, type SampleAccount, type SampleBucket } from './meridian.ts';

/** E-mail address and token of everybody in the sample. */
export type SampleTokens = Readonly<Record<string, string>>;

export type SampleOptions = {
  readonly baseUrl: string;
  readonly operatorToken: string;
  /** Where the CSV files are. */
  readonly dataFolder: string;
  readonly tell: (line: string) => void;
};

/**
 * Makes the sample organization through the API, as its owner would. Every request has a fixed id: what was interrupted
 * is finished by running this again, and nothing is made twice.
 */
export async function createSample({ baseUrl, operatorToken, dataFolder, tell }: SampleOptions): Promise<SampleTokens> {
  const clientOf = (token: string): Client => createClient({ baseUrl, token });
  const operator = clientOf(operatorToken);
  const { ownerToken } = await operator.organizations.createOrganization({
    name: meridian.name,
    ownerEmail: meridian.ownerEmail,
    requestId: 'sample-organization',
  });
  const owner = clientOf(ownerToken);
  const projects = await createProjects(owner);
  const tokens = new Map<string, string>([[meridian.ownerEmail, ownerToken]]);
  for (const account of meridian.accounts) {
    tokens.set(account.email, await createAccount(owner, account, projects));
  }
  for (const bucket of meridian.buckets) {
    tell(`loading ${bucket.project}.${bucket.name}: ${Object.keys(bucket.tables).join(', ')}`);
    await createBucket(owner, bucket, idOf(projects, bucket.project), dataFolder);
  }
  operator.close();
  owner.close();
  await shareWildlife(clientOf, tokens, projects);
  return Object.fromEntries(tokens);
}

async function createProjects(owner: Client): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const [name, description] of Object.entries(meridian.projects)) {
    const requestId = `sample-project-${name}`;
    const { project } = await owner.projects.createProject({ name, description, requestId });
    ids.set(name, project?.id ?? '');
  }
  return ids;
}

async function createAccount(
  owner: Client,
  { email, displayName, organizationRole, projects = {} }: SampleAccount,
  projectIds: ReadonlyMap<string, string>,
): Promise<string> {
  const requestId = `sample-${email}`;
  const { user } = await owner.principals.createUser({ email, displayName, requestId });
  const principalId = user?.id ?? '';
  if (organizationRole !== undefined) {
    await owner.memberships.addOrganizationMember({ principalId, role: organizationRole, requestId });
  }
  for (const [project, role] of Object.entries(projects)) {
    const projectId = idOf(projectIds, project);
    await owner.memberships.addProjectMember({ projectId, principalId, role, requestId: `${requestId}-${project}` });
  }
  const { secret } = await owner.tokens.createToken({ principalId, description: 'made by npm start', requestId });
  return secret;
}

async function createBucket(owner: Client, sample: SampleBucket, projectId: string, dataFolder: string): Promise<void> {
  const { name, description, tables } = sample;
  const requestId = `sample-bucket-${name}`;
  const { bucket } = await owner.buckets.createBucket({ projectId, name, description, stage: Stage.OUT, requestId });
  for (const [table, file] of Object.entries(tables)) {
    await owner.loadTable({
      bucketId: bucket?.id ?? '',
      name: table,
      create: true,
      format: Format.CSV,
      requestId: `sample-table-${table}`,
      source: new Uint8Array(await readFile(join(dataFolder, file))),
    });
  }
}

/** One bucket is shared and linked, so that there is something to look at; sharing the other is for the README's reader. */
async function shareWildlife(
  clientOf: (token: string) => Client,
  tokens: ReadonlyMap<string, string>,
  projects: ReadonlyMap<string, string>,
): Promise<void> {
  const safety = clientOf(tokens.get('safety-admin@meridian.example') ?? '');
  const { buckets } = await safety.buckets.listBuckets({ projectId: idOf(projects, 'safety') });
  const { share } = await safety.shares.createShare({
    content: { case: 'bucket', value: { bucketId: buckets[0]?.id ?? '' } },
    audience: { type: AudienceType.ORGANIZATION_MEMBERS },
    comment: 'For whoever plans routes',
    requestId: 'sample-share-wildlife',
  });
  const analytics = clientOf(tokens.get('analytics-writer@meridian.example') ?? '');
  await analytics.links.createLink({
    shareId: share?.id ?? '',
    projectId: idOf(projects, 'analytics'),
    name: 'wildlife',
    stage: Stage.IN,
    requestId: 'sample-link-wildlife',
  });
  safety.close();
  analytics.close();
}

function idOf(projects: ReadonlyMap<string, string>, name: string): string {
  const id = projects.get(name);
  if (!id) throw new Error(`the sample has no project ${name}`);
  return id;
}
