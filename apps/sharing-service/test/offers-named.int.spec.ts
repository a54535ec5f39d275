import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ListOffersRequestSchema } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import type { FakeProject } from '@easement/testing';
import {
  type AudienceInit,
  aScene,
  bucketOf,
  everybody,
  members,
  projects,
  type Scene,
  tenants,
  users,
} from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

type Asked = Exclude<MessageInitShape<typeof ListOffersRequestSchema>, { $typeName: string }>;

describe.each(stores)('offers asked for by name on %s', (store) => {
  let sharing: Sharing;
  let scene: Awaited<ReturnType<typeof aMarket>>;
  beforeAll(async () => {
    sharing = await startSharing(store);
    scene = await aMarket();
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  /** The ids of the offers, of all pages of whatever size. */
  async function offers(scene: Scene, asked: Asked = {}, who = scene.linker): Promise<string[]> {
    const found: string[] = [];
    for (let pageToken = '', first = true; first || pageToken !== ''; first = false) {
      const request = { projectId: scene.analytics.id, ...asked, pageToken };
      const page = await sharing.as(who).offers.listOffers(request);
      found.push(...page.offers.map(({ shareId }) => shareId));
      pageToken = page.nextPageToken;
    }
    return found;
  }

  async function offer(scene: Scene, provider: FakeProject, name: string, audience: AudienceInit): Promise<string> {
    const { shares } = sharing.as(scene.owner);
    const isEmpty = audience.type === tenants().type;
    const content = isEmpty
      ? ({ case: 'grants', value: { projectId: provider.id } } as const)
      : bucketOf(sharing.catalog.addBucket(provider, { name: crypto.randomUUID() }));
    return (await shares.createShare({ content, name, audience })).share!.id;
  }

  /** Two providers with shares of the same names, which come to analytics by each way, and some that do not. */
  async function aMarket() {
    const scene = aScene(sharing);
    const { analytics, marketing, linker, marketer } = scene;
    const [alpha, beta] = ['Alpha', 'Beta'].map((name) => sharing.directory.addProject(scene.organization, name));
    const audiences: Record<string, AudienceInit> = {
      ...{ Everybody: everybody, Members: members, Project: projects(analytics), Tenant: tenants(analytics) },
      ...{ Person: users(linker) },
    };
    const made: Record<string, string> = {};
    for (const provider of [beta!, alpha!]) {
      for (const [name, audience] of Object.entries(audiences)) {
        made[`${provider.name} ${name}`] = await offer(scene, provider, name, audience);
      }
      await offer(scene, provider, 'Elsewhere', tenants(marketing));
      await offer(scene, provider, 'Else', projects(marketing));
      await offer(scene, provider, 'Else one', users(marketer));
    }
    return { ...scene, alpha: alpha!, made };
  }

  it.each(['Everybody', 'Members', 'Project', 'Tenant', 'Person'])(
    'of a provider and a share of it are that one alone, on the first page, in any case (%s)',
    async (name) => {
      const asked = { providerProjectName: 'ALPHA', shareName: name.toLowerCase(), pageSize: 1 };
      const page = await sharing.as(scene.linker).offers.listOffers({ projectId: scene.analytics.id, ...asked });
      expect(page.offers.map(({ shareId }) => shareId)).toEqual([scene.made[`Alpha ${name}`]]);
      expect(page.nextPageToken).toBe('');
    },
  );

  it('of a share alone are those of all providers, in the order of their names, page by page', async () => {
    const { made } = scene;
    for (const pageSize of [1, 10]) {
      expect(await offers(scene, { shareName: 'tenant', pageSize })).toEqual([
        made['Alpha Tenant'],
        made['Beta Tenant'],
      ]);
    }
  });

  it('of a provider alone are what comes from it, the same as without', async () => {
    const { made } = scene;
    const ofAlpha = Object.keys(made).filter((name) => name.startsWith('Alpha'));
    for (const pageSize of [1, 2, 10]) {
      const found = await offers(scene, { providerProjectName: 'alpha', pageSize });
      expect([...found].sort()).toEqual(ofAlpha.map((name) => made[name]).sort());
    }
  });

  it('do not come where the audience does not admit, or nothing has the name', async () => {
    for (const shareName of ['Elsewhere', 'Else', 'Else one', 'nothing']) {
      expect(await offers(scene, { shareName })).toEqual([]);
      expect(await offers(scene, { shareName, providerProjectName: 'Alpha' })).toEqual([]);
    }
    expect(await offers(scene, { providerProjectName: 'nobody' })).toEqual([]);
    expect(await offers(scene, { shareName: 'Members' }, scene.outsideLinker)).toEqual([]);
    expect(await offers(scene, { shareName: 'Tenant' }, scene.outsideLinker)).toHaveLength(2);
  });

  it('follow a renamed provider and a renamed share at once', async () => {
    const market = await aMarket();
    const { alpha, made, owner } = market;
    sharing.directory.renameProject(alpha.id, 'Gamma');
    expect(await offers(market, { providerProjectName: 'Alpha' })).toEqual([]);
    expect(await offers(market, { providerProjectName: 'Gamma', shareName: 'Tenant' })).toEqual([made['Alpha Tenant']]);
    const later = await offer(market, alpha, 'Later', tenants(market.analytics));
    const found = await offers(market, { providerProjectName: 'Gamma', pageSize: 2 });
    expect(new Set(found).size).toBe(6);
    expect(found).toHaveLength(6);
    expect(found).toContain(later);
    const rename = { shareId: later, name: 'Sooner', updateMask: { paths: ['name'] } };
    await sharing.as(owner).shares.updateShare(rename);
    expect(await offers(market, { shareName: 'Later' })).toEqual([]);
    expect(await offers(market, { shareName: 'sooner' })).toEqual([later]);
  });
});
