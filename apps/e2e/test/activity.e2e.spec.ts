import type { FollowActivityResponse } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { refusalOf } from '../src/refusal-of.ts';
import { type Scene, setScene } from '../src/scene.ts';

describe.each(stores)('activity through the gateway, on %s', (store) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await setScene(store, []);
  }, 120_000);
  afterAll(() => scene[Symbol.asyncDispose]());

  it('is read by provider and consumer, each under its own names', async () => {
    const { operations, analytics, admin, writer, linkId, shareId } = scene;
    const { activities: provided } = await admin.client.activity.listActivity({ projectId: operations });
    const { activities: consumed } = await writer.client.activity.listActivity({ projectId: analytics });
    expect(provided).toMatchObject([
      { actor: writer.id, object: { id: linkId, name: '' }, shareId, withProjectIds: [analytics] },
      { actor: admin.id, object: { id: shareId, name: 'flights' }, shareId },
    ]);
    expect(consumed).toMatchObject([{ object: { id: linkId, name: 'ops' }, withProjectIds: [operations] }]);
    const strange = await refusalOf(writer.client.activity.listActivity({ projectId: operations }));
    expect(strange.reason).toBe('MISSING_ROLE');
  });

  it('is followed as it happens, until the token is revoked', async () => {
    const { product, operations, admin, writer, linkId } = scene;
    const { token, secret } = await admin.client.tokens.createToken({ principalId: admin.id });
    const client = product.clientOf(secret);
    const answers = client.activity.followActivity({ projectId: operations })[Symbol.asyncIterator]();
    const next = async (): Promise<FollowActivityResponse> => {
      const told = await answers.next();
      if (told.done === true) throw new Error('the stream has ended');
      return told.value;
    };
    expect((await next()).activities).toEqual([]);
    const rename = (name: string) => writer.client.links.updateLink({ linkId, name, updateMask: { paths: ['name'] } });
    await rename('planes');
    const { activities, position } = await next();
    expect(activities).toMatchObject([{ actor: writer.id, object: { id: linkId, name: '' }, details: [] }]);
    await admin.client.tokens.revokeToken({ tokenId: token!.id });
    await rename('wings');
    expect((await refusalOf(next())).reason).toBe('BAD_TOKEN');

    const rest = admin.client.activity.followActivity({ projectId: operations, position })[Symbol.asyncIterator]();
    await rest.next();
    expect(await rest.next()).toMatchObject({ value: { activities: [{ actor: writer.id, object: { id: linkId } }] } });
    await rest.return?.();
  });

  it('is not to be had from the feed of changes, which is for services', async () => {
    const response = await fetch(`${scene.product.httpAddress}/easement.feed.v1.FeedService/Follow`, {
      method: 'POST',
      headers: { authorization: `Bearer ${scene.admin.token}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(404);
  });
});
