import { Action, Stage } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { aLinkedScene, bucketOf, everybody, members, refusalOf, strangeIds } from './scene.ts';
import { type PersonClients, type Sharing, startSharing } from './sharing.ts';

type Ids = { readonly share: string; readonly project: string; readonly link: string; readonly bucket: string };
type Ask = (clients: PersonClients, ids: Ids) => Promise<unknown>;

/** Every RPC, once for each id that it takes: `own` are the caller's, `ids` those in question. */
const questions = (own: Ids): [name: string, field: keyof Ids, ask: Ask][] => {
  const mask = (...paths: string[]) => ({ updateMask: { paths } });
  const object = (id: string) => ({ object: { case: 'bucketId', value: id } }) as const;
  return [
    [
      'CreateShare',
      'bucket',
      ({ shares }, { bucket }) => shares.createShare({ content: bucketOf({ id: bucket as never }), audience: members }),
    ],
    [
      'CreateShare of a link',
      'link',
      ({ shares }, { link }) => shares.createShare({ content: bucketOf({ id: link as never }), audience: members }),
    ],
    ['GetShare', 'share', ({ shares }, { share }) => shares.getShare({ shareId: share })],
    ['ListShares', 'project', ({ shares }, { project }) => shares.listShares({ projectId: project })],
    [
      'UpdateShare',
      'share',
      ({ shares }, { share }) => shares.updateShare({ shareId: share, comment: 'x', ...mask('comment') }),
    ],
    ['DeleteShare', 'share', ({ shares }, { share }) => shares.deleteShare({ shareId: share })],
    ['ListOffers', 'project', ({ offers }, { project }) => offers.listOffers({ projectId: project })],
    [
      'CreateLink',
      'share',
      ({ links }, { share }) =>
        links.createLink({ shareId: share, projectId: own.project, name: 'x', stage: Stage.IN }),
    ],
    [
      'CreateLink into',
      'project',
      ({ links }, { project }) =>
        links.createLink({ shareId: own.share, projectId: project, name: 'x', stage: Stage.IN }),
    ],
    ['GetLink', 'link', ({ links }, { link }) => links.getLink({ linkId: link })],
    [
      'ListLinks of a share',
      'share',
      ({ links }, { share }) => links.listLinks({ parent: { case: 'shareId', value: share } }),
    ],
    [
      'ListLinks of a project',
      'project',
      ({ links }, { project }) => links.listLinks({ parent: { case: 'projectId', value: project } }),
    ],
    ['UpdateLink', 'link', ({ links }, { link }) => links.updateLink({ linkId: link, name: 'x', ...mask('name') })],
    ['DeleteLink', 'link', ({ links }, { link }) => links.deleteLink({ linkId: link })],
    ['ForceUnlink', 'share', ({ links }, { share }) => links.forceUnlink({ shareId: share, projectId: own.project })],
    [
      'ForceUnlink from',
      'project',
      ({ links }, { project }) => links.forceUnlink({ shareId: own.share, projectId: project }),
    ],
    [
      'CheckAccess',
      'project',
      ({ access }, { project }) =>
        access.checkAccess({ projectId: project, object: object(own.bucket), action: Action.READ }),
    ],
    [
      'BatchCheckAccess',
      'project',
      ({ access }, { project }) =>
        access.batchCheckAccess({ checks: [{ projectId: project, object: object(own.bucket), action: Action.READ }] }),
    ],
    ['ResolveNames', 'project', ({ access }, { project }) => access.resolveNames({ projectId: project, names: ['x'] })],
  ];
};
const cases = questions({ share: '', project: '', link: '', bucket: '' }).map(
  ([name, field], place) => [name, field, place] as const,
);

describe.each(stores)('ids of others on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store);
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  it.each(cases)(
    '%s answers a %s of another organization, and a hidden one, as one that nobody ever had',
    async (_, field, place) => {
      const foreign = await aLinkedScene(sharing, everybody);
      const { organization, ...own } = await aLinkedScene(sharing);
      const elsewhere = sharing.directory.addProject(organization, 'elsewhere');
      const who = sharing.directory.addPerson(organization, { projects: [[own.operations, 'write']] });
      const ids = { share: own.share.id, project: own.operations.id, link: own.link.id, bucket: own.bucket.id };
      const [, , ask] = questions(ids)[place]!;
      const there = {
        share: foreign.share.id,
        project: foreign.analytics.id,
        link: foreign.link.id,
        bucket: foreign.bucket.id,
      };
      const textFor = async (asked: Ids) => {
        const refusal = await refusalOf(ask(sharing.as(who), asked));
        return JSON.stringify([refusal.reason, refusal.message, refusal.facts]).replaceAll(asked[field], 'ID');
      };
      const nobodys = await textFor(strangeIds);
      expect(await textFor(there)).toBe(nobodys);
      if (field === 'project') expect(await textFor({ ...strangeIds, project: elsewhere.id })).toBe(nobodys);
    },
  );
});
