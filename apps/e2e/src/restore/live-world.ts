import { AudienceType, Format, ProjectRole, Stage } from '@easement/contracts';
import { createOrganization } from '../meridian.ts';
import type { KnownLink, KnownWorld, Right } from './known-world.ts';
import { type Books, idOf, owner, personOf } from './live-books.ts';
import { questions } from './live-questions.ts';
import type { RunningHouse } from './running-house.ts';

/** An organization whose acts a spec follows: what is done is known, by names, and the ids are kept. */
export type LiveWorld = {
  /** What was done until now. */
  readonly known: () => KnownWorld;
  /** From now on acts and questions go to this house. */
  readonly moveTo: (house: RunningHouse) => void;
  readonly addProject: (name: string) => Promise<void>;
  readonly deleteProject: (name: string) => Promise<void>;
  /** People are there from the beginning; here they come into a project, to read. */
  readonly join: (person: string, project: string) => Promise<void>;
  readonly leave: (person: string, project: string) => Promise<void>;
  /** Makes a bucket with a table, and shares it. */
  readonly share: (bucket: string, project: string, listed?: readonly string[]) => Promise<void>;
  readonly drop: (bucket: string) => Promise<void>;
  readonly link: (bucket: string, project: string, name: string) => Promise<void>;
  readonly unlink: (bucket: string, project: string) => Promise<void>;
  readonly forceUnlink: (bucket: string, project: string) => Promise<void>;
  readonly rename: (bucket: string, project: string, name: string) => Promise<void>;
  /** Whether access is said to be there, and whether rows are answered. */
  readonly mayRead: (right: Right) => Promise<boolean>;
  readonly reads: (right: Right) => Promise<boolean>;
  /** The id of the table in a bucket. */
  readonly tableOf: (bucket: string) => string;
  /** The live links of a project, as its people see them. */
  readonly listLinks: (project: string) => Promise<ReadonlyMap<string, KnownLink>>;
  readonly listShares: (project: string) => Promise<ReadonlySet<string>>;
};

const rows = new TextEncoder().encode('n\n1\n2\n');

export async function openLiveWorld(
  house: RunningHouse,
  operatorToken: string,
  people: readonly string[],
): Promise<LiveWorld> {
  const meridian = await createOrganization({ clientOf: house.clientOf, operatorToken }, 'Meridian');
  const members = new Map<string, { id: string; token: string }>();
  for (const person of people) members.set(person, await meridian.createMember(person, {}));
  const none = { projects: new Map(), deleted: new Set<string>(), buckets: new Map(), shares: new Set<string>() };
  const books: Books = {
    house,
    known: { ...none, links: new Map() },
    ownerToken: meridian.owner.token,
    people: members,
    ...{ projects: new Map(), buckets: new Map(), tables: new Map(), shares: new Map() },
  };
  return {
    known: () => books.known,
    moveTo: (next) => void (books.house = next),
    tableOf: (bucket) => idOf(books.tables, bucket),
    ...projectActs(books),
    ...bucketActs(books),
    ...linkActs(books),
    ...questions(books),
  };
}

function projectActs(books: Books): Pick<LiveWorld, 'addProject' | 'deleteProject' | 'join' | 'leave'> {
  const change = (project: string, members: ReadonlySet<string> | undefined) => {
    const projects = new Map(books.known.projects);
    if (members) projects.set(project, members);
    else projects.delete(project);
    books.known = { ...books.known, projects };
  };
  const membersOf = (project: string) => books.known.projects.get(project) ?? new Set<string>();
  return {
    addProject: async (name) => {
      books.projects.set(name, (await owner(books).projects.createProject({ name })).project?.id ?? '');
      change(name, new Set());
    },
    deleteProject: async (name) => {
      await owner(books).projects.deleteProject({ projectId: idOf(books.projects, name) });
      change(name, undefined);
      books.known = { ...books.known, deleted: new Set([...books.known.deleted, name]) };
    },
    join: async (person, project) => {
      const member = { projectId: idOf(books.projects, project), principalId: personOf(books, person).id };
      await owner(books).memberships.addProjectMember({ ...member, role: ProjectRole.READ });
      change(project, new Set([...membersOf(project), person]));
    },
    leave: async (person, project) => {
      const member = { projectId: idOf(books.projects, project), principalId: personOf(books, person).id };
      await owner(books).memberships.removeProjectMember(member);
      change(project, new Set([...membersOf(project)].filter((one) => one !== person)));
    },
  };
}

function bucketActs(books: Books): Pick<LiveWorld, 'share' | 'drop'> {
  return {
    share: async (bucket, project, listed) => {
      const client = owner(books);
      const projectId = idOf(books.projects, project);
      const made = await client.buckets.createBucket({ projectId, name: bucket, stage: Stage.OUT });
      const bucketId = made.bucket?.id ?? '';
      const load = { bucketId, name: 'rows', create: true, format: Format.CSV, source: rows };
      const { table } = await client.loadTable(load);
      const audience = listed
        ? { type: AudienceType.SELECTED_PROJECTS, projectIds: listed.map((name) => idOf(books.projects, name)) }
        : { type: AudienceType.ORGANIZATION_MEMBERS };
      const { share } = await client.shares.createShare({ content: { case: 'bucket', value: { bucketId } }, audience });
      books.buckets.set(bucket, bucketId);
      books.tables.set(bucket, table?.id ?? '');
      books.shares.set(bucket, share?.id ?? '');
      const { known } = books;
      const buckets = new Map([...known.buckets, [bucket, project] as const]);
      books.known = { ...known, buckets, shares: new Set([...known.shares, bucket]) };
    },
    drop: async (bucket) => {
      await owner(books).shares.deleteShare({ shareId: idOf(books.shares, bucket) });
      await owner(books).buckets.deleteBucket({ bucketId: idOf(books.buckets, bucket), force: true });
      const { known } = books;
      const buckets = new Map([...known.buckets].filter(([name]) => name !== bucket));
      books.known = { ...known, buckets, shares: new Set([...known.shares].filter((name) => name !== bucket)) };
    },
  };
}

function linkActs(books: Books): Pick<LiveWorld, 'link' | 'unlink' | 'forceUnlink' | 'rename'> {
  const find = (bucket: string, project: string): readonly [string, KnownLink] => {
    const found = [...books.known.links].find(([, one]) => one.bucket === bucket && one.project === project);
    if (!found) throw new Error(`${project} has no link to ${bucket}`);
    return found;
  };
  const set = (id: string, link: KnownLink | undefined) => {
    const links = new Map(books.known.links);
    if (link) links.set(id, link);
    else links.delete(id);
    books.known = { ...books.known, links };
  };
  return {
    link: async (bucket, project, name) => {
      const place = { shareId: idOf(books.shares, bucket), projectId: idOf(books.projects, project) };
      const { link } = await owner(books).links.createLink({ ...place, name, stage: Stage.IN });
      set(link?.id ?? '', { bucket, project, name });
    },
    unlink: async (bucket, project) => {
      const [linkId] = find(bucket, project);
      await owner(books).links.deleteLink({ linkId });
      set(linkId, undefined);
    },
    forceUnlink: async (bucket, project) => {
      const place = { shareId: idOf(books.shares, bucket), projectId: idOf(books.projects, project) };
      await owner(books).links.forceUnlink(place);
      set(find(bucket, project)[0], undefined);
    },
    rename: async (bucket, project, name) => {
      const [linkId, link] = find(bucket, project);
      await owner(books).links.updateLink({ linkId, name, updateMask: { paths: ['name'] } });
      set(linkId, { ...link, name });
    },
  };
}
