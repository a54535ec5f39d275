import { listAll } from '@easement/client';
import { type Link, LinkSchema, LinkStateSchema, RemovalReasonSchema, type Share } from '@easement/contracts';
import type { Input, OptionText, Verb } from '../../command.ts';
import { listOwnBuckets } from '../../find/buckets.ts';
import { collect } from '../../find/collect.ts';
import { isSingle, listProjectLinks } from '../../find/links.ts';
import { findProject, projectNames } from '../../find/projects.ts';
import { findShareOf } from '../../find/shares.ts';
import { messageView, time, type View, word } from '../../output/view.ts';
import type { Session } from '../../session.ts';

/** Which links are listed. */
export const linkOptions: readonly OptionText[] = [
  { flags: '--removed', summary: 'links that are gone too' },
  { flags: '--outside-audience', summary: 'only links that the audience would not admit any more' },
];

export const listLinks: Verb = {
  usage: 'links [bucket]',
  summary: 'list who links a shared bucket, or without one, what the project links',
  options: linkOptions,
  run: async (session, input) => {
    const text = input.optionalArgument('bucket');
    await printLinks(session, input, text === undefined ? undefined : await findShareOf(session, text));
  },
};

/** Lists the links of a share, or without one those of the project, as `linkOptions` say. */
export async function printLinks(session: Session, input: Input, share: Share | undefined): Promise<void> {
  const listing = share ? ofShare(session, input, share) : ofProject(session, input);
  const [links, nameOf] = await Promise.all([listing, projectNames(session)]);
  const bucketName = await bucketNames(session, links);
  await session.print.list(linkListView(nameOf, bucketName), links, 'No links.');
}

/** Names of the buckets, by id, in which links to single objects have their names; a provider is not told those. */
async function bucketNames(session: Session, links: readonly Link[]): Promise<(id: string) => string> {
  const single = links.find((link) => isSingle(link) && link.targetBucketId !== '');
  const buckets = single ? await listOwnBuckets(session, single.projectId) : [];
  const names = new Map(buckets.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}

function linkListView(projectName: (id: string) => string, bucketName: (id: string) => string): View<Link> {
  return messageView(LinkSchema, [
    ['id', ({ id }) => id],
    ['project', ({ projectId }) => projectName(projectId)],
    ['name', ({ name, targetBucketId }) => (targetBucketId === '' ? name : `${bucketName(targetBucketId)}.${name}`)],
    ['from', ({ sourceProjectId }) => projectName(sourceProjectId)],
    ['state', ({ state, outsideAudience }) => `${word(LinkStateSchema, state)}${outsideAudience ? ', outside' : ''}`],
    ['since', ({ createTime }) => time(createTime)],
    ['by', ({ creatorId }) => creatorId],
    ['removed', ({ removeTime }) => time(removeTime)],
    ['why', ({ removalReason, removalComment }) => whyRemoved(removalReason, removalComment)],
  ]);
}

function whyRemoved(reason: Link['removalReason'], comment: string): string {
  if (!reason) return '';
  const why = word(RemovalReasonSchema, reason);
  return comment === '' ? why : `${why}: ${comment}`;
}

function only(input: Input) {
  return { showRemoved: input.flag('removed'), outsideAudienceOnly: input.flag('outsideAudience') };
}

async function ofProject(session: Session, input: Input): Promise<readonly Link[]> {
  return await listProjectLinks(session, await findProject(session), only(input));
}

async function ofShare({ client, call }: Session, input: Input, { id }: Share): Promise<readonly Link[]> {
  const request = { parent: { case: 'shareId' as const, value: id }, ...only(input) };
  return await collect(listAll(client.links.listLinks, request, (page) => page.links, call));
}
