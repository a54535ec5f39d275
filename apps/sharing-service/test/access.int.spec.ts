import { Action, Stage } from '@easement/contracts';
import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import type { Person } from '@easement/testing';
import {
  aLink,
  aLinkedScene,
  aScene,
  aShare,
  everybody,
  outcomeOf,
  projects,
  refusalOf,
  type Scene,
  strangeIds,
} from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

describe.each(stores)('access on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store);
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  const object = (bucket: { readonly id: string }) => ({ object: { case: 'bucketId', value: bucket.id } }) as const;

  describe('CheckAccess', () => {
    const actions = {
      read: Action.READ,
      write: Action.WRITE,
      drop: Action.DROP,
      share: Action.SHARE,
      link: Action.LINK,
    };

    /** What the person may do with the scene's bucket from a project: a reason for each act, or `yes`. */
    const check = async (who: Person, project: { readonly id: string }, bucket: { readonly id: string }) => {
      const answers: Record<string, string> = {};
      for (const [name, action] of Object.entries(actions)) {
        const request = { projectId: project.id, object: object(bucket), action };
        const decision = await sharing.as(who).access.checkAccess(request);
        answers[name] = decision.allowed ? 'yes' : decision.reason.toLowerCase();
      }
      return answers;
    };

    it('decides about what the project owns', async () => {
      const { operations, bucket, sharer, sourceReader, support, outsideSharer } = aScene(sharing);
      expect(await check(sharer, operations, bucket)).toEqual({
        ...{ read: 'yes', write: 'yes', drop: 'yes', share: 'yes', link: 'not_shared' },
      });
      await aShare(sharing.as(sharer), bucket);
      expect(await check(sharer, operations, bucket)).toMatchObject({ drop: 'yes', link: 'yes' });
      expect(await check(sourceReader, operations, bucket)).toEqual({
        ...{ read: 'yes', write: 'missing_role', drop: 'missing_role', share: 'missing_role', link: 'missing_role' },
      });
      expect(await check(outsideSharer, operations, bucket)).toEqual({
        ...{
          read: 'yes',
          write: 'yes',
          drop: 'yes',
          share: 'not_organization_member',
          link: 'not_organization_member',
        },
      });
      expect(await check(support, operations, bucket)).toMatchObject({ read: 'missing_role', drop: 'missing_role' });
    });

    it('decides about aliases: what a link hides is not there, and what an alias shows is held', async () => {
      const { operations, analytics, bucket, sharer, linker } = await aLinkedScene(sharing);
      const elsewhere = sharing.catalog.addBucket(operations);
      const source = sharing.catalog.addTable(elsewhere);
      const [whole, hidden] = [false, true].map((isHidden) => sharing.catalog.addAlias(bucket, source, isHidden));
      const ask = async (who: Person, project: { readonly id: string }, tableId: string, action: Action) => {
        const table = { object: { case: 'tableId', value: tableId } } as const;
        const decision = await sharing.as(who).access.checkAccess({ projectId: project.id, object: table, action });
        return decision.allowed ? 'yes' : decision.reason.toLowerCase();
      };
      expect(await ask(linker, analytics, whole!, Action.READ)).toBe('yes');
      expect(await ask(linker, analytics, whole!, Action.WRITE)).toBe('link_is_read_only');
      for (const action of Object.values(actions)) {
        expect(await ask(linker, analytics, hidden!, action)).toBe('not_found');
        expect(await ask(linker, analytics, source, action)).toBe('not_found');
      }
      expect(await ask(sharer, operations, hidden!, Action.READ)).toBe('yes');
      for (const table of [source, whole!, hidden!]) {
        expect(await ask(sharer, operations, table, Action.DROP)).toBe('has_links');
      }
      expect(await check(sharer, operations, elsewhere)).toMatchObject({ drop: 'has_links' });
      expect(await ask(sharer, operations, sharing.catalog.addTable(elsewhere), Action.DROP)).toBe('yes');
    });

    it('decides that a drop would leave aliases behind, unless they go with the bucket', async () => {
      const { operations, bucket, sharer } = aScene(sharing);
      const elsewhere = sharing.catalog.addBucket(operations);
      const [source, other] = [sharing.catalog.addTable(bucket), sharing.catalog.addTable(bucket)];
      const drop = async (id: string) => {
        const named = { object: { case: id === bucket.id ? 'bucketId' : 'tableId', value: id } } as const;
        const request = { projectId: operations.id, object: named, action: Action.DROP } as const;
        const { decisions } = await sharing.as(sharer).access.batchCheckAccess({ checks: [request] });
        return decisions[0];
      };
      const inside = sharing.catalog.addAlias(bucket, source, false);
      expect(await drop(source)).toMatchObject({ allowed: false, reason: 'NOT_EMPTY' });
      expect((await drop(source))?.message).toContain(inside);
      for (const id of [inside, other, bucket.id]) expect(await drop(id)).toMatchObject({ allowed: true });
      const outside = sharing.catalog.addAlias(elsewhere, source, true);
      expect(await drop(bucket.id)).toMatchObject({ allowed: false, reason: 'NOT_EMPTY' });
      expect((await drop(bucket.id))?.message).toContain(outside);
    });

    it('decides about what comes in by a link, and says by which', async () => {
      const { operations, analytics, bucket, sharer, linker, linkReader, link } = await aLinkedScene(sharing);
      expect(await check(linker, analytics, bucket)).toEqual({
        read: 'yes',
        write: 'link_is_read_only',
        drop: 'link_is_read_only',
        share: 'reshare_forbidden',
        link: 'link_exists',
      });
      expect(await check(linkReader, analytics, bucket)).toMatchObject({ read: 'yes', write: 'missing_role' });
      expect(await check(sharer, operations, bucket)).toMatchObject({ write: 'yes', drop: 'has_links' });
      const request = { projectId: analytics.id, object: object(bucket), action: Action.READ };
      expect(await sharing.as(linker).access.checkAccess(request)).toMatchObject({ allowed: true, linkId: link.id });
      const table = sharing.catalog.addTable(bucket);
      const ofTable = { ...request, object: { object: { case: 'tableId', value: table } } } as const;
      expect(await sharing.as(linker).access.checkAccess(ofTable)).toMatchObject({ allowed: true, linkId: link.id });
    });

    it('decides about linking what linking does', async () => {
      const scene = aScene(sharing);
      const { analytics, marketing, bucket, sharer } = scene;
      await aShare(sharing.as(sharer), bucket, projects(analytics));
      const people: [Person, { id: string }][] = [
        [scene.linker, analytics],
        [scene.linkReader, analytics],
        [scene.outsideLinker, analytics],
        [scene.marketer, marketing],
        [scene.owner, marketing],
        [scene.owner, analytics],
        [scene.support, analytics],
        [scene.outsideMarketer, analytics],
      ];
      const { shares } = await sharing.as(sharer).shares.listShares({ projectId: scene.operations.id });
      for (const [who, project] of people) {
        const link = { shareId: shares[0]!.id, projectId: project.id, name: 'x', stage: Stage.IN, validateOnly: true };
        const done = await outcomeOf(sharing.as(who).links.createLink(link));
        const decided = await outcomeOf(
          sharing
            .as(who)
            .access.checkAccess({ projectId: project.id, object: object(bucket), action: Action.LINK })
            .then((decision) => {
              if (!decision.allowed) return Promise.reject(new Error(decision.reason.toLowerCase()));
              return undefined;
            }),
        );
        expect(decided.replace('Error: ', '')).toBe(done);
      }
    });

    it('answers what is neither owned nor linked like what is not there', async () => {
      const foreign = aScene(sharing);
      const { marketing, bucket, marketer } = aScene(sharing);
      for (const other of [foreign.bucket, { id: strangeIds.bucket }, bucket]) {
        expect(await check(marketer, marketing, other)).toEqual({
          ...{ read: 'not_found', write: 'not_found', drop: 'not_found', share: 'not_found', link: 'not_found' },
        });
      }
    });

    it('shows nothing of a bucket that is gone, shared or not', async () => {
      const { operations, bucket, sharer } = aScene(sharing);
      await aShare(sharing.as(sharer), bucket);
      sharing.catalog.dropBucket(bucket);
      expect(await check(sharer, operations, bucket)).toMatchObject({ read: 'not_found', link: 'not_found' });
    });

    it('refuses who may not know of the project', async () => {
      const { analytics, bucket, outsideMarketer } = aScene(sharing);
      const request = (projectId: string) => ({ projectId, object: object(bucket), action: Action.READ });
      const hidden = await refusalOf(sharing.as(outsideMarketer).access.checkAccess(request(analytics.id)));
      const none = await refusalOf(sharing.as(outsideMarketer).access.checkAccess(request(strangeIds.project)));
      expect(hidden).toMatchObject({ reason: 'not_found', facts: { kind: 'project' } });
      expect(hidden.message.replace(analytics.id, strangeIds.project)).toBe(none.message);
    });

    it('asks about others for those alone who may', async () => {
      const { analytics, marketing, bucket, owner, support, linker, linkReader, marketer, organization } =
        await aLinkedScene(sharing);
      const admin = sharing.directory.addPerson(organization, { projects: [[analytics, 'admin']] });
      const ask = (who: Person, principalId: string) => {
        const request = { principalId, projectId: analytics.id, object: object(bucket), action: Action.READ };
        return sharing.as(who).access.checkAccess(request);
      };
      for (const who of [owner, support, admin]) {
        expect(await ask(who, linkReader.principal)).toMatchObject({ allowed: true });
      }
      expect(await ask(support, marketer.principal)).toMatchObject({ allowed: false, reason: 'NOT_FOUND' });
      expect(await outcomeOf(ask(linker, linkReader.principal))).toBe('missing_role');
      expect(await outcomeOf(ask(admin, marketer.principal))).toBe('not_found');
      sharing.directory.setRole(admin, marketing.id, 'read');
      expect(await outcomeOf(ask(admin, marketer.principal))).toBe('missing_role');
      expect(await outcomeOf(ask(admin, owner.principal))).toBe('not_found');
      expect(await outcomeOf(ask(owner, 'usr_01m82h66k06vn12h0jn3zhae5n'))).toBe('not_found');
    });

    it('closes at once: after an unlinking, a cut membership, a force-unlink', async () => {
      const { analytics, bucket, linker, linkReader, link } = await aLinkedScene(sharing);
      expect(await check(linkReader, analytics, bucket)).toMatchObject({ read: 'yes' });
      sharing.directory.setRole(linkReader, analytics.id, undefined);
      expect(await check(linkReader, analytics, bucket)).toMatchObject({ read: 'not_found' });
      await sharing.as(linker).links.deleteLink({ linkId: link.id });
      expect(await check(linker, analytics, bucket)).toMatchObject({ read: 'not_found', link: 'yes' });
    });
  });

  describe('BatchCheckAccess', () => {
    it('answers each question in its place, and asks each part of Easement once', async () => {
      const scene = await aLinkedScene(sharing);
      const { operations, analytics, marketing, bucket, owner, linker, linkReader, outsideSharer, link } = scene;
      const table = sharing.catalog.addTable(bucket);
      const ask = (who: Person, project: { id: string }, action: Action, id: string = bucket.id) => ({
        principalId: who.principal,
        projectId: project.id,
        object: {
          object: { case: id === table ? 'tableId' : 'bucketId', value: id } as { case: 'bucketId'; value: string },
        },
        action,
      });
      const asked = sharing.directory.asked();
      const { decisions } = await sharing.as(owner).access.batchCheckAccess({
        checks: [
          ask(linker, analytics, Action.READ),
          ask(linker, analytics, Action.WRITE, table),
          ask(linkReader, marketing, Action.READ),
          ask(outsideSharer, operations, Action.DROP),
          ask(linker, analytics, Action.LINK),
          ask(owner, marketing, Action.LINK),
          ask(linker, analytics, Action.READ, strangeIds.bucket),
        ],
      });
      const words = decisions.map(({ allowed, reason, linkId }) => (allowed ? `yes ${linkId}`.trim() : reason));
      expect(words).toEqual([
        `yes ${link.id}`,
        'LINK_IS_READ_ONLY',
        'NOT_FOUND',
        'HAS_LINKS',
        'LINK_EXISTS',
        'yes',
        'NOT_FOUND',
      ]);
      expect(sharing.directory.asked() - asked).toBe(1);
    });

    it('refuses the whole where one question may not be asked', async () => {
      const { analytics, bucket, linker, linkReader } = await aLinkedScene(sharing);
      const ask = (principalId: string) => ({
        ...{ principalId, projectId: analytics.id, object: object(bucket), action: Action.READ },
      });
      const checks = [ask(''), ask(linkReader.principal)];
      expect(await outcomeOf(sharing.as(linker).access.batchCheckAccess({ checks }))).toBe('missing_role');
      checks.push(ask(newId('user')));
      expect(await outcomeOf(sharing.as(linker).access.batchCheckAccess({ checks }))).toBe('not_found');
    });
  });

  describe('ResolveNames', () => {
    const resolve = async (who: Person, scene: Pick<Scene, 'analytics'>, names: string[], bucketIds: string[] = []) => {
      const request = { projectId: scene.analytics.id, names, bucketIds };
      return (await sharing.as(who).access.resolveNames(request)).names;
    };

    it('answers names in any case, and ids of buckets, each in its place', async () => {
      const scene = await aLinkedScene(sharing);
      const found = {
        linkId: scene.link.id,
        bucketId: scene.bucket.id,
        sourceProjectId: scene.operations.id,
        shareId: scene.share.id,
        linkName: 'ops',
      };
      const nothing = { linkId: '', bucketId: '', sourceProjectId: '', shareId: '', linkName: '' };
      const names = await resolve(scene.linkReader, scene, ['own', 'OPS', 'ops'], [strangeIds.bucket, scene.bucket.id]);
      expect(names).toMatchObject([
        { name: 'own', ...nothing },
        { name: 'OPS', ...found },
        { name: 'ops', ...found },
        { name: strangeIds.bucket, ...nothing },
        { name: scene.bucket.id, ...found },
      ]);
    });

    it('folds names as everything else does', async () => {
      const { analytics, bucket, sharer, linker } = aScene(sharing);
      const share = await aShare(sharing.as(sharer), bucket);
      const link = await aLink(sharing.as(linker), share, analytics, { name: 'Größe' });
      const decomposed = 'gro\u0308sse';
      const [same, other] = await resolve(linker, { analytics }, [decomposed, 'grosse']);
      expect([same?.linkId, other?.linkId]).toEqual([link.id, '']);
    });

    it('is for who reads in the project', async () => {
      const scene = await aLinkedScene(sharing);
      expect(await outcomeOf(resolve(scene.support, scene, ['ops']))).toBe('missing_role');
      expect(await outcomeOf(resolve(scene.marketer, scene, ['ops']))).toBe('missing_role');
      expect(await outcomeOf(resolve(scene.outsideMarketer, scene, ['ops']))).toBe('not_found');
      expect(await resolve(scene.owner, scene, ['ops'])).toMatchObject([{ linkId: scene.link.id }]);
    });

    it('answers what a link is called now, and nothing once it is gone', async () => {
      const scene = await aLinkedScene(sharing);
      const rename = { linkId: scene.link.id, name: 'flights', updateMask: { paths: ['name'] } };
      await sharing.as(scene.linker).links.updateLink(rename);
      const linkIds = async () => (await resolve(scene.linker, scene, ['ops', 'flights'])).map(({ linkId }) => linkId);
      expect(await linkIds()).toEqual(['', scene.link.id]);
      await sharing.as(scene.linker).links.deleteLink({ linkId: scene.link.id });
      expect(await linkIds()).toEqual(['', '']);
    });

    it('answers nothing for nothing', async () => {
      const scene = aScene(sharing);
      expect(await resolve(scene.linker, scene, [])).toEqual([]);
    });
  });

  describe('what catalog-service asks', () => {
    const findReach = async (scene: Scene, who: Person, by: { bucketIds?: string[]; linkIds?: string[] }) => {
      const { reaches } = await sharing
        .inside(scene.organization)
        .reach.findReach({ principalId: who.principal, ...by });
      return reaches.map(({ linkId, readsRows, writes }) => ({ linkId, readsRows, writes }));
    };

    it('is answered with the ways by which a principal reaches a bucket or a link', async () => {
      const scene = await aLinkedScene(sharing);
      const { bucket, link } = scene;
      const ways = [{ bucketIds: [bucket.id] }, { linkIds: [link.id] }, { bucketIds: [bucket.id], linkIds: [link.id] }];
      for (const by of ways) {
        expect(await findReach(scene, scene.linker, by)).toEqual([{ linkId: link.id, readsRows: true, writes: true }]);
        expect(await findReach(scene, scene.linkReader, by)).toEqual([
          { linkId: link.id, readsRows: true, writes: false },
        ]);
        expect(await findReach(scene, scene.marketer, by)).toEqual([]);
      }
      expect(await findReach(scene, scene.support, { linkIds: [link.id] })).toEqual([
        { linkId: link.id, readsRows: false, writes: false },
      ]);
      await sharing.as(scene.linker).links.deleteLink({ linkId: link.id });
      for (const by of ways) expect(await findReach(scene, scene.linker, by)).toEqual([]);
    });

    it('is answered with who links which buckets', async () => {
      const scene = await aLinkedScene(sharing, everybody);
      await aLink(sharing.as(scene.marketer), scene.share, scene.marketing);
      const request = { bucketIds: [scene.bucket.id, strangeIds.bucket] };
      const { buckets } = await sharing.inside(scene.organization).reach.countLinks(request);
      expect(buckets).toHaveLength(1);
      expect(new Set(buckets[0]?.projectIds)).toEqual(new Set([scene.analytics.id, scene.marketing.id]));
      expect((await sharing.inside().reach.countLinks(request)).buckets).toEqual([]);
    });
  });
});
