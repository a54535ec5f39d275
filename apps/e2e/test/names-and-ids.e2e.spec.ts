import type { Client } from '@easement/client';
import { AudienceType, Stage } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { refusalOf } from '../src/refusal-of.ts';
import { type Scene, setScene } from '../src/scene.ts';

/** Makes a thing of a name, and answers its id. */
type Make = (name: string) => Promise<string>;
type Fate = 'another' | 'taken' | 'refused';

const pairs: readonly (readonly [string, string, string, Fate])[] = [
  ['case', 'Harbour', 'hARBOUR', 'taken'],
  ['case beyond ASCII', 'ÉTÉ Ω', 'été ω', 'taken'],
  ['the form of an accent', 'caf\u00e9', 'cafe\u0301', 'taken'],
  ['an accent', 'resume', 'résumé', 'another'],
  ['a dot', 'bilgi i', 'bilgi \u0131', 'taken'],
  ['a letter that looks alike', 'apple', '\u0430pple', 'another'],
  ['a space inside', 'a b', 'a  b', 'another'],
  ['a space at the end', 'end', 'end ', 'refused'],
  ['a space at the beginning', 'begin', ' begin', 'refused'],
  ['a zero-width space', 'zero', 'ze\u200bro', 'refused'],
  ['a zero-width joiner', 'join', 'jo\u200din', 'refused'],
  ['a byte-order mark', 'mark', '\ufeffmark', 'refused'],
  ['a direction', 'turn', 'tu\u202ern', 'refused'],
  ['a tab', 'tabbed', 'tab\tbed', 'refused'],
  ['a null', 'nul', 'nul\u0000', 'refused'],
  ['a no-break space', 'no break', 'no\u00a0break', 'refused'],
];

/** Ids that are not the id, and which some store or client might take for it. */
const manglings: readonly (readonly [string, (id: string) => string])[] = [
  ['in capitals', (id) => id.toUpperCase()],
  [
    'with a capital',
    (id) => id.replace(/[a-z]$/, (letter) => letter.toUpperCase()).replace(/^./, (p) => p.toUpperCase()),
  ],
  ['with a space behind', (id) => `${id} `],
  ['with a space before', (id) => ` ${id}`],
  ['with a zero-width space', (id) => `${id}\u200b`],
  ['with a null', (id) => `${id}\u0000`],
  ['with an accent', (id) => `${id}\u0301`],
  ['cut', (id) => id.slice(0, -1)],
  ['with more', (id) => `${id}0`],
  ['of another kind', (id) => `usr${id.slice(3)}`],
  ['as a pattern', (id) => `${id.slice(0, -1)}%`],
];

describe.each(stores)('things that are nearly called the same, on %s', (store) => {
  let scene: Scene;
  let makers: Readonly<Record<'project' | 'bucket' | 'table' | 'share' | 'link', Make>>;
  beforeAll(async () => {
    scene = await setScene(store, []);
    makers = makersOf(scene);
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  describe.each(['project', 'bucket', 'table', 'share', 'link'] as const)('%s', (kind) => {
    it.each(pairs)('%s', async (_, name, other, fate) => {
      const make = makers[kind];
      const first = await make(name);
      if (fate === 'another') {
        expect(await make(other)).not.toBe(first);
        return;
      }
      const { reason, facts } = await refusalOf(make(other));
      if (fate === 'taken') expect(reason).toBe('NAME_TAKEN');
      else expect([reason, facts]).toEqual(['INVALID_FIELD', expect.objectContaining({ field: 'name' })]);
    });
  });
});

describe.each(stores)('ids that are nearly the same, on %s', (store) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await setScene(store, []);
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it.each(manglings)('%s open nothing', async (_, mangle) => {
    const { admin, writer, operations, bucketId, shareId, linkId } = scene;
    const looks = (ids: typeof here) => [
      admin.client.projects.getProject({ projectId: ids.project }),
      admin.client.buckets.getBucket({ bucketId: ids.bucket }),
      admin.client.tables.listTables({ parent: { case: 'bucketId', value: ids.bucket } }),
      admin.client.shares.getShare({ shareId: ids.share }),
      writer.client.links.getLink({ linkId: ids.link }),
      writer.client.tables.listTables({ parent: { case: 'linkId', value: ids.link } }),
    ];
    const here = { project: operations, bucket: bucketId, share: shareId, link: linkId };
    await Promise.all(looks(here));
    const mangled = Object.fromEntries(Object.entries(here).map(([kind, id]) => [kind, mangle(id)])) as typeof here;
    const refusals = await Promise.all(looks(mangled).map(refusalOf));
    for (const { reason } of refusals) expect(['INVALID_FIELD', 'NOT_FOUND']).toContain(reason);
  });
});

function makersOf({ meridian, operations, analytics, admin, writer, bucketId }: Scene) {
  const { client } = admin;
  let others = 0;
  /** A share that nobody has linked, of a bucket that is called like nothing else. */
  const newShare = async (name = ''): Promise<string> => {
    const made = await client.buckets.createBucket({
      projectId: operations,
      name: `other ${others++}`,
      stage: Stage.IN,
    });
    return await shareOf(client, made.bucket?.id ?? '', name);
  };
  return {
    project: async (name: string) => await meridian.createProject(name),
    bucket: async (name: string) => {
      const { bucket } = await client.buckets.createBucket({ projectId: operations, name, stage: Stage.OUT });
      return bucket?.id ?? '';
    },
    table: async (name: string) => {
      const columns = [{ name: 'a', type: 'INTEGER', nullable: true }];
      return (await client.tables.createTable({ bucketId, name, columns })).table?.id ?? '';
    },
    share: newShare,
    link: async (name: string) => {
      const request = { shareId: await newShare(), projectId: analytics, name, stage: Stage.IN };
      return (await writer.client.links.createLink(request)).link?.id ?? '';
    },
  };
}

async function shareOf(client: Client, bucketId: string, name: string): Promise<string> {
  const content = { case: 'bucket', value: { bucketId } } as const;
  const audience = { type: AudienceType.ORGANIZATION_MEMBERS };
  return (await client.shares.createShare({ content, audience, name })).share?.id ?? '';
}
