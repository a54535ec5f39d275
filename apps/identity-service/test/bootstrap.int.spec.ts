import { stores } from '@easement/persistence/testing';
import { OrganizationRole, PrincipalKind } from '@easement/contracts';
import { as, asService, found, fresh, operator, startWorld, type World } from './world.ts';

describe.each(stores)('the bootstrap of organizations on %s', (store) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld(store);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('makes an organization, its owner and a token that works, in one call', async () => {
    const name = fresh('Meridian');
    const ownerEmail = `${fresh('Ada')}@Example.com`;
    const { organization, ownerId, ownerToken } = await world.organizations.createOrganization(
      { name, ownerEmail },
      as(operator),
    );
    expect(organization).toMatchObject({ name, etag: expect.stringMatching(/./) });
    const authenticated = await world.directory.authenticate({ secret: ownerToken }, asService('gateway'));
    expect(authenticated).toMatchObject({
      principalId: ownerId,
      organizationId: organization?.id,
      kind: PrincipalKind.USER,
    });
  });

  it('answers a repeat with the same organization and the same token', async () => {
    const request = { name: fresh('Meridian'), ownerEmail: 'owner@example.com', requestId: fresh('request') };
    const first = await world.organizations.createOrganization(request, as(operator));
    expect(await world.organizations.createOrganization(request, as(operator))).toEqual(first);
    expect(first.ownerToken).toContain(first.organization!.id.slice(4));
    await expect(
      world.organizations.createOrganization({ ...request, name: fresh('Meridian') }, as(operator)),
    ).rejects.toMatchObject({ reason: 'request_id_reused' });
  });

  it('keeps no secret in its database', async () => {
    const { ownerToken } = await found(world);
    const proof = ownerToken.slice(-43);
    const digests = await world.deps.db.select(
      { signal: new AbortController().signal, lane: { inTransaction: false } },
      { answer: { decode: (bytes) => Buffer.from(bytes as Uint8Array).toString('latin1') } },
      'SELECT answer FROM request_record',
    );
    expect(digests.length).toBeGreaterThan(0);
    expect(digests.filter(({ answer }) => answer.includes(proof))).toEqual([]);
  });

  it.each([
    ['the same name', (name: string) => name],
    ['the name in another case', (name: string) => name.toUpperCase()],
  ])('refuses %s twice, and names what has it', async (_, spell) => {
    const name = fresh('meridian');
    const first = await world.organizations.createOrganization({ name, ownerEmail: 'a@example.com' }, as(operator));
    await expect(
      world.organizations.createOrganization({ name: spell(name), ownerEmail: 'b@example.com' }, as(operator)),
    ).rejects.toMatchObject({ reason: 'name_taken', facts: { owner: first.organization?.id } });
  });

  it('lets the operator alone make and delete organizations', async () => {
    const { owner, organization } = await found(world);
    const refused = { reason: 'missing_role', facts: { role: 'operator' } };
    const request = { name: fresh('Other'), ownerEmail: 'x@example.com' };
    await expect(world.organizations.createOrganization(request, as(owner))).rejects.toMatchObject(refused);
    await expect(
      world.organizations.deleteOrganization({ organizationId: organization }, as(owner)),
    ).rejects.toMatchObject(refused);
  });

  it('lets the operator do nothing inside an organization', async () => {
    const { organization } = await found(world);
    const denied = { reason: 'missing_role' };
    await expect(world.projects.createProject({ name: fresh('p') }, as(operator))).rejects.toMatchObject(denied);
    await expect(world.tokens.createToken({}, as(operator))).rejects.toMatchObject(denied);
    await expect(world.principals.listUsers({}, as(operator))).rejects.toMatchObject(denied);
    const rename = { organizationId: organization, name: fresh('o'), updateMask: { paths: ['name'] } };
    await expect(world.organizations.updateOrganization(rename, as(operator))).rejects.toMatchObject(denied);
  });

  it('tells the operator who it is', async () => {
    const { principal, organizationId, organizationRole } = await world.principals.getCaller({}, as(operator));
    expect([principal?.kind, organizationId, organizationRole]).toEqual([
      PrincipalKind.OPERATOR,
      '',
      OrganizationRole.UNSPECIFIED,
    ]);
  });

  it('shows the operator every organization, page by page, and others only their own', async () => {
    const made = [await found(world), await found(world), await found(world)];
    const seen: string[] = [];
    let pageToken = '';
    do {
      const page = await world.organizations.listOrganizations({ pageSize: 2, pageToken }, as(operator));
      expect(page.organizations.length).toBeLessThanOrEqual(2);
      seen.push(...page.organizations.map(({ id }) => id));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(seen).toEqual(expect.arrayContaining(made.map(({ organization }) => organization)));
    expect(seen).toEqual([...new Set(seen)].sort());
    const own = await world.organizations.listOrganizations({}, as(made[0]!.owner));
    expect(own.organizations.map(({ id }) => id)).toEqual([made[0]!.organization]);
  });

  it('shows a caller its own organization and no other, and the operator any', async () => {
    const [one, other] = [await found(world), await found(world)];
    const get = (organizationId: string, actor: Parameters<typeof as>[0]) =>
      world.organizations.getOrganization({ organizationId }, as(actor));
    expect((await get('', one.owner)).organization?.id).toBe(one.organization);
    expect((await get(one.organization, one.owner)).organization?.id).toBe(one.organization);
    expect((await get(other.organization, operator)).organization?.id).toBe(other.organization);
    await expect(get(other.organization, one.owner)).rejects.toMatchObject({ reason: 'not_found' });
    await expect(get('', operator)).rejects.toMatchObject({
      reason: 'invalid_field',
      facts: { field: 'organization_id' },
    });
  });

  it('renames an organization for its owners and admins, on the etag they read', async () => {
    const { organization, owner, person } = await found(world);
    const before = (await world.organizations.getOrganization({}, as(owner))).organization!;
    const rename = (name: string, etag: string, actor = owner) =>
      world.organizations.updateOrganization(
        { organizationId: organization, name, etag, updateMask: { paths: ['name'] } },
        as(actor),
      );
    const renamed = await rename(fresh('Meridian'), before.etag, await person('ADMIN'));
    expect(renamed.organization?.etag).not.toBe(before.etag);
    expect((await world.organizations.getOrganization({}, as(owner))).organization).toEqual(renamed.organization);
    await expect(rename(fresh('Meridian'), before.etag)).rejects.toMatchObject({ reason: 'stale_etag' });
    await expect(rename(fresh('Meridian'), '', await person('MEMBER'))).rejects.toMatchObject({
      reason: 'missing_role',
    });
  });

  it('says by validate_only how many a new name concerns, and changes nothing', async () => {
    const { organization: organizationId, owner, person } = await found(world);
    await person();
    const rename = { organizationId, name: fresh('Meridian'), updateMask: { paths: ['name'] }, validateOnly: true };
    const { organization, impact } = await world.organizations.updateOrganization(rename, as(owner));
    expect([organization, impact?.principalCount]).toEqual([undefined, 2]);
    expect((await world.organizations.getOrganization({}, as(owner))).organization?.name).not.toBe(rename.name);
  });

  it('does not tell an owner which organization has a name', async () => {
    const [one, other] = [await found(world), await found(world)];
    const { name } = (await world.organizations.getOrganization({}, as(other.owner))).organization!;
    const refused: unknown = await world.organizations
      .updateOrganization({ organizationId: one.organization, name, updateMask: { paths: ['name'] } }, as(one.owner))
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ reason: 'name_taken' });
    expect(JSON.stringify(refused)).not.toContain(other.organization);
  });

  it('deletes an organization without projects, and its tokens open nothing then', async () => {
    const { organization, ownerToken, project, owner } = await found(world);
    const id = await project();
    const remove = (validateOnly = false) =>
      world.organizations.deleteOrganization({ organizationId: organization, validateOnly }, as(operator));
    await expect(remove()).rejects.toMatchObject({ reason: 'not_empty', facts: { kind: 'project', count: '1' } });
    await world.projects.deleteProject({ projectId: id }, as(owner));
    expect((await remove(true)).impact).toMatchObject({ principalCount: 1 });
    await world.directory.authenticate({ secret: ownerToken }, asService('gateway'));
    await remove();
    await expect(world.directory.authenticate({ secret: ownerToken }, asService('gateway'))).rejects.toMatchObject({
      reason: 'bad_token',
    });
    await expect(remove()).rejects.toMatchObject({ reason: 'not_found' });
  });
});
