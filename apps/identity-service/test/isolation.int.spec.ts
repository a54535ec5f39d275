import type { DescField, DescMethod } from '@bufbuild/protobuf';
import {
  MembershipService,
  OrganizationService,
  PrincipalService,
  ProjectService,
  TokenService,
} from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import type { Outgoing } from '@easement/rpc';
import { as, type Founded, found, fresh, startWorld, type World } from './world.ts';

/** What each id field of the contract takes. A field that is not here fails the suite: isolation must be shown for it. */
type Ids = { readonly [field: string]: string };

/** These are for the operator, who is above organizations, or make a thing in no project. */
const exempt = new Set(['OrganizationService/DeleteOrganization']);

const services = { OrganizationService, ProjectService, MembershipService, PrincipalService, TokenService };
const clientOf = {
  OrganizationService: 'organizations',
  ProjectService: 'projects',
  MembershipService: 'members',
  PrincipalService: 'principals',
  TokenService: 'tokens',
} as const;

const idFields = ({ input }: DescMethod): DescField[] =>
  input.fields.filter(({ name }) => name.endsWith('_id') && name !== 'request_id');

const cases = Object.entries(services).flatMap(([service, { methods }]) =>
  methods
    .filter(({ name }) => !exempt.has(`${service}/${name}`))
    .flatMap((method) =>
      idFields(method).map((field) => [`${service}/${method.name}`, field.name, { service, method, field }] as const),
    ),
);

describe.each(stores)('an id of another organization on %s', (store) => {
  let world: World;
  let own: Ids;
  let foreign: Ids;
  let caller: Founded;

  beforeAll(async () => {
    world = await startWorld(store);
    caller = await found(world);
    own = await idsOf(caller);
    foreign = await idsOf(await found(world));
  });
  afterAll(() => world[Symbol.asyncDispose]());

  async function idsOf({ organization, project, person, owner }: Founded): Promise<Ids> {
    const member = await person('MEMBER');
    const { token } = await world.tokens.createToken({}, as(owner));
    return {
      organization_id: organization,
      project_id: await project([[member, 'ADMIN']]),
      principal_id: member.principal,
      user_id: member.principal,
      token_id: token!.id,
    };
  }

  function requestWith(method: DescMethod, ids: (field: string) => string | undefined): object {
    const values: [string, unknown][] = method.input.fields.flatMap((field): [string, unknown][] => {
      if (field.name === 'update_mask') return [[field.localName, { paths: ['name'] }]];
      if (field.name === 'name') return [[field.localName, fresh('name')]];
      if (field.name === 'role') return [[field.localName, 1]];
      return field.name.endsWith('_id') && field.name !== 'request_id' ? [[field.localName, ids(field.name)]] : [];
    });
    return Object.fromEntries(values);
  }

  it.each(cases)('in %s, %s, is answered as one that does not exist', async (_, name, { service, method, field }) => {
    expect(Object.keys(foreign)).toContain(name);
    const client = world[clientOf[service as keyof typeof clientOf]];
    const call = Reflect.get(client, method.localName) as (request: object, call: Outgoing) => Promise<unknown>;
    const ask = (id: string) => {
      const request = requestWith(method, (other) => (other === field.name ? id : own[other]));
      return call(request, as(caller.owner)).then(
        () => 'answered',
        (error: unknown) => {
          const { reason, message } = error as { reason: string; message: string };
          return `${reason} ${message.replaceAll(id, '<id>')}`;
        },
      );
    };
    const absent = `${foreign[name]!.slice(0, 4)}${'0'.repeat(26)}`;
    const answers = [await ask(foreign[name]!), await ask(absent)];
    expect(answers[0]).toMatch(/^not_found /);
    expect(answers[1]).toBe(answers[0]);
  });
});
