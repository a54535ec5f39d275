import { PrincipalKind } from '@easement/contracts';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Actor } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { as, asService, type Founded, found, fresh, operator, operatorToken, startWorld, type World } from './world.ts';

const hour = 3_600_000;

describe.each(stores)('tokens on %s', (store) => {
  let world: World;
  let org: Founded;
  beforeAll(async () => {
    world = await startWorld(store);
    org = await found(world);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const authenticate = (secret: string) => world.directory.authenticate({ secret }, asService('gateway'));
  const create = async (principalId = '', actor: Actor = org.owner, more = {}) =>
    await world.tokens.createToken({ principalId, ...more }, as(actor));
  const badToken = { reason: 'bad_token' };

  it('speak for their holder in its organization', async () => {
    const { principal } = await org.person();
    const account = await org.account();
    const token = await create(principal);
    expect(await authenticate(token.secret)).toMatchObject({
      principalId: principal,
      organizationId: org.organization,
      tokenId: token.token?.id,
      kind: PrincipalKind.USER,
    });
    const { secret } = await create(account.principal);
    expect(await authenticate(secret)).toMatchObject({ kind: PrincipalKind.SERVICE_ACCOUNT });
  });

  it("are the caller's own where no holder is named, and say who made them for what", async () => {
    const person = await org.person();
    const { token } = await create('', person, { description: 'for the build' });
    expect(token).toMatchObject({
      principalId: person.principal,
      creatorId: person.principal,
      description: 'for the build',
    });
    expect((await create(person.principal)).token?.creatorId).toBe(org.owner.principal);
  });

  it('are answered again, secret and all, to a repeat', async () => {
    const requestId = fresh('request');
    const first = await create('', org.owner, { requestId });
    expect(await create('', org.owner, { requestId })).toEqual(first);
    await authenticate(first.secret);
    await expect(create('', org.owner, { requestId, description: 'other' })).rejects.toMatchObject({
      reason: 'request_id_reused',
    });
  });

  it('open nothing from the moment their revocation is answered', async () => {
    const { token, secret } = await create();
    await authenticate(secret);
    await world.tokens.revokeToken({ tokenId: token!.id }, as(org.owner));
    await expect(authenticate(secret)).rejects.toMatchObject(badToken);
    await world.tokens.revokeToken({ tokenId: token!.id }, as(org.owner));
    const { tokens } = await world.tokens.listTokens({ pageSize: 1000 }, as(org.owner));
    expect(tokens.find(({ id }) => id === token!.id)?.revokeTime).toBeDefined();
  });

  it('end by themselves at the time they were given', async () => {
    const expireTime = timestampFromDate(new Date(world.deps.now().getTime() + hour));
    const { secret, token } = await create('', org.owner, { expireTime });
    await authenticate(secret);
    world.pass(hour);
    await expect(authenticate(secret)).rejects.toMatchObject(badToken);
    await expect(world.tokens.rotateToken({ tokenId: token!.id }, as(org.owner))).rejects.toMatchObject({
      reason: 'illegal_transition',
      facts: { from: 'expired', to: 'rotated' },
    });
    await expect(create('', org.owner, { expireTime })).rejects.toMatchObject({
      reason: 'invalid_field',
      facts: { field: 'expire_time' },
    });
  });

  it('keep the old secret through the overlap of a rotation, and not a moment longer', async () => {
    const { secret, token } = await create();
    const overlap = { seconds: 3600n };
    const rotated = await world.tokens.rotateToken({ tokenId: token!.id, overlap }, as(org.owner));
    expect(rotated.token?.rotateTime).toBeDefined();
    expect((await authenticate(secret)).tokenId).toBe(token!.id);
    expect((await authenticate(rotated.secret)).tokenId).toBe(token!.id);
    world.pass(hour);
    await expect(authenticate(secret)).rejects.toMatchObject(badToken);
    await authenticate(rotated.secret);
  });

  it('lose the old secret at once in a rotation without overlap, and by the second of two', async () => {
    const { secret, token } = await create();
    const overlap = { seconds: 3600n };
    const second = await world.tokens.rotateToken({ tokenId: token!.id, overlap }, as(org.owner));
    const third = await world.tokens.rotateToken({ tokenId: token!.id, overlap }, as(org.owner));
    await expect(authenticate(secret)).rejects.toMatchObject(badToken);
    await authenticate(second.secret);
    const fourth = await world.tokens.rotateToken({ tokenId: token!.id }, as(org.owner));
    await expect(authenticate(third.secret)).rejects.toMatchObject(badToken);
    await authenticate(fourth.secret);
  });

  it('rotate once for a request that is repeated', async () => {
    const { token } = await create();
    const request = { tokenId: token!.id, requestId: fresh('request') };
    const first = await world.tokens.rotateToken(request, as(org.owner));
    expect(await world.tokens.rotateToken(request, as(org.owner))).toEqual(first);
    await authenticate(first.secret);
  });

  it('do not rotate once they are revoked', async () => {
    const { token } = await create();
    await world.tokens.revokeToken({ tokenId: token!.id }, as(org.owner));
    await expect(world.tokens.rotateToken({ tokenId: token!.id }, as(org.owner))).rejects.toMatchObject({
      reason: 'illegal_transition',
      facts: { from: 'revoked' },
    });
  });

  it('say what making, rotating and revoking would touch, and do none of it', async () => {
    const { token, secret } = await create();
    const tokenId = token!.id;
    const validateOnly = true;
    const before = await world.tokens.listTokens({ pageSize: 1000 }, as(org.owner));
    const rehearsed = [
      await create('', org.owner, { validateOnly }),
      await world.tokens.rotateToken({ tokenId, validateOnly }, as(org.owner)),
      await world.tokens.revokeToken({ tokenId, validateOnly }, as(org.owner)),
    ];
    expect(rehearsed.map(({ impact }) => impact?.principalCount)).toEqual([1, 1, 1]);
    expect(rehearsed.filter((answer) => 'secret' in answer && answer.secret !== '')).toEqual([]);
    expect(await world.tokens.listTokens({ pageSize: 1000 }, as(org.owner))).toEqual(before);
    await authenticate(secret);
  });

  it('are listed page by page, without their secrets', async () => {
    const person = await org.person();
    const made = [];
    for (let count = 0; count < 3; count++) made.push((await create('', person)).token);
    const first = await world.tokens.listTokens({ pageSize: 2 }, as(person));
    const second = await world.tokens.listTokens({ pageSize: 2, pageToken: first.nextPageToken }, as(person));
    expect([...first.tokens, ...second.tokens]).toEqual(made);
    expect(second.nextPageToken).toBe('');
  });

  describe('are refused by one text', () => {
    const broken = async (): Promise<[string, string][]> => {
      const other = await found(world);
      const { secret, token } = await create();
      const revoked = await create();
      await world.tokens.revokeToken({ tokenId: revoked.token!.id }, as(org.owner));
      return [
        ['nothing', ''],
        ['another form', 'Bearer eas'],
        ['another secret of the same token', `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`],
        ['a token in another organization', secret.replace(org.organization.slice(4), other.organization.slice(4))],
        ['a token that was never made', secret.replace(token!.id.slice(4), other.ownerToken.slice(31, 57))],
        ['a revoked one', revoked.secret],
        ['the operator’s with a letter more', `${operatorToken}x`],
        ['a very long text', 'x'.repeat(100_000)],
      ];
    };

    it('whatever is wrong with them', async () => {
      const texts = new Set<string>();
      for (const [what, secret] of await broken()) {
        const refused = await authenticate(secret).then(
          () => new Error(`${what} was admitted`),
          (error: unknown) => error as Error,
        );
        expect(refused).toMatchObject(badToken);
        texts.add(`${refused.message} ${JSON.stringify(refused)}`);
      }
      expect(texts.size).toBe(1);
    });
  });

  it('of the operator speak for the operator', async () => {
    expect(await authenticate(operatorToken)).toMatchObject({
      kind: PrincipalKind.OPERATOR,
      principalId: '',
      organizationId: '',
    });
  });

  it('are shown to nobody but the gateway', async () => {
    const { secret } = await create();
    for (const service of ['catalog', 'sharing', 'query'] as const) {
      await expect(
        world.clientsOf(service).directory.authenticate({ secret }, asService(service)),
      ).rejects.toMatchObject({ reason: 'missing_role', facts: { role: 'gateway' } });
    }
    await expect(world.directory.authenticate({ secret }, as(org.owner))).rejects.toMatchObject({
      reason: 'missing_role',
    });
  });

  describe('are governed', () => {
    it('by the organization for its people, and an owner’s by owners', async () => {
      const admin = await org.person('ADMIN');
      const { principal } = await org.person('MEMBER');
      await create(principal, admin);
      await expect(create(org.owner.principal, admin)).rejects.toMatchObject({
        reason: 'missing_role',
        facts: { role: 'owner', scope: org.organization },
      });
      await expect(create(principal, await org.person('MEMBER'))).rejects.toMatchObject({
        reason: 'missing_role',
        facts: { role: 'admin', scope: org.organization },
      });
    });

    it('by the admins of its project for a service account', async () => {
      const [admin, writer, stranger] = [await org.person(), await org.person(), await org.person()];
      const project = await org.project([
        [admin, 'ADMIN'],
        [writer, 'WRITE'],
      ]);
      const account = await org.account(project);
      const { token } = await create(account.principal, admin);
      expect((await world.tokens.listTokens({ principalId: account.principal }, as(admin))).tokens).toEqual([token]);
      const lacking = { reason: 'missing_role', facts: { role: 'admin', scope: project } };
      await expect(create(account.principal, writer)).rejects.toMatchObject(lacking);
      await expect(create(account.principal, stranger)).rejects.toMatchObject({ reason: 'not_found' });
      const unknown = { reason: 'not_found', facts: { kind: 'token', id: token!.id } };
      for (const other of [writer, stranger, await org.person('MEMBER')]) {
        await expect(world.tokens.revokeToken({ tokenId: token!.id }, as(other))).rejects.toMatchObject(unknown);
        await expect(world.tokens.rotateToken({ tokenId: token!.id }, as(other))).rejects.toMatchObject(unknown);
      }
      await world.tokens.revokeToken({ tokenId: token!.id }, as(admin));
    });

    it('by nobody of another organization, who is answered as for a token that does not exist', async () => {
      const { token } = await create();
      const stranger = (await found(world)).owner;
      const refusals = [token!.id, `tok_${'0'.repeat(26)}`].map((tokenId) =>
        world.tokens.revokeToken({ tokenId }, as(stranger)).then(
          () => 'revoked',
          (error: unknown) => (error as Error).message.replace(tokenId, '<id>'),
        ),
      );
      const [foreign, absent] = await Promise.all(refusals);
      expect(foreign).toBe(absent);
    });

    it('not by the operator, who belongs to no organization', async () => {
      await expect(create(org.owner.principal, operator)).rejects.toMatchObject({ reason: 'missing_role' });
    });
  });
});
