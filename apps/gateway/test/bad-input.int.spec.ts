import {
  create,
  type DescEnum,
  type DescField,
  type DescMessage,
  type DescMethod,
  ScalarType,
} from '@bufbuild/protobuf';
import {
  Code,
  CreateLinkRequestSchema,
  LinkService,
  PrincipalService,
  ProjectService,
  type Stage,
} from '@easement/contracts';
import { newId } from '@easement/domain';
import { everyService, internalServices } from './every-service.ts';
import { failureIn, failureOf } from './failure.ts';
import { type House, openHouse } from './house.ts';
import { visit } from './visit.ts';
import { openWay, wayNames } from './ways.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(() => house[Symbol.asyncDispose]());

const methods = everyService.filter((desc) => !internalServices.includes(desc)).flatMap(({ methods: each }) => each);
const nameOf = ({ parent, name }: DescMethod): string => `${parent.typeName}/${name}`;

/** Sends JSON over Connect, in an envelope where the RPC streams, and answers the failure. */
async function refusedJson(method: DescMethod, json: object) {
  const message = Buffer.from(JSON.stringify(json));
  const isUnary = method.methodKind === 'unary';
  const { status, text } = await visit(house, 'HTTP/1.1', 'POST', `/${nameOf(method)}`, {
    token: house.directory.secret,
    headers: { 'content-type': isUnary ? 'application/json' : 'application/connect+json' },
    body: isUnary ? message : enveloped(message),
  });
  if (isUnary) return { status, ...failureIn(text) };
  const end = JSON.parse(text.slice(text.indexOf('{'))) as { error?: object };
  return { status, ...failureIn(JSON.stringify(end.error)) };
}

function enveloped(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** Every field of a request that `wanted` picks, with JSON that holds nothing but `value` there. */
function casesOf(wanted: (field: DescField) => boolean, value: unknown) {
  return methods.flatMap((method) =>
    fieldsIn(method.input).flatMap(({ path, field }) => {
      if (!wanted(field)) return [];
      const json = path.reduceRight<unknown>((inner, { jsonName, fieldKind }) => {
        return { [jsonName]: fieldKind === 'list' ? [inner] : inner };
      }, value) as object;
      return [[`${nameOf(method)} ${path.map(({ name }) => name).join('.')}`, method, path, json] as const];
    }),
  );
}

type Place = { readonly path: readonly DescField[]; readonly field: DescField };

function fieldsIn(message: DescMessage, above: readonly DescField[] = []): Place[] {
  return message.fields.flatMap((field) => {
    const path = [...above, field];
    const inner = field.fieldKind === 'message' || field.fieldKind === 'list' ? field.message : undefined;
    const isOurs = inner?.typeName.startsWith('easement.') ?? false;
    return [{ path, field }, ...(inner && isOurs ? fieldsIn(inner, path) : [])];
  });
}

const isEnum = (field: DescField): field is DescField & { enum: DescEnum } => field.enum !== undefined;
const isId = ({ name, scalar }: DescField): boolean =>
  scalar === ScalarType.STRING && /_id$/.test(name) && !['request_id', 'query_id', 'user_id'].includes(name);
const isSize = ({ name }: DescField): boolean => name === 'page_size';

/** A path as violations name it: lists with the index of their first. */
const violated = (path: readonly DescField[]): RegExp =>
  new RegExp(
    `^${path.map(({ name, fieldKind }) => `${name}${fieldKind === 'list' ? '(\\[0\\])?' : ''}`).join('\\.')}$`,
  );

async function expectRefused(method: DescMethod, path: readonly DescField[], json: object): Promise<void> {
  const { length } = house.reached;
  const failure = await refusedJson(method, json);
  expect(failure).toMatchObject({ code: Code.INVALID_ARGUMENT, reason: 'INVALID_FIELD' });
  expect(failure.fields).toContainEqual(expect.stringMatching(violated(path)));
  expect(house.reached).toHaveLength(length);
}

describe('a number that its enum does not define is refused', () => {
  it.each(casesOf(isEnum, 99))('%s', (_, method, path, json) => expectRefused(method, path, json));
});

describe('an id of the wrong kind is refused', () => {
  const wrong = newId('organization').replace('org', 'xyz');
  it.each(casesOf(isId, wrong))('%s', (_, method, path, json) => expectRefused(method, path, json));
});

describe('a negative page size is refused', () => {
  const cases = casesOf(isSize, -1);
  it.each(cases)('%s', (_, method, path, json) => expectRefused(method, path, json));

  it('every list has one', () => {
    const lists = methods.filter(({ name, methodKind }) => name.startsWith('List') && methodKind === 'unary');
    expect(cases.map(([, { name }]) => name)).toEqual(expect.arrayContaining(lists.map(({ name }) => name)));
  });
});

describe('a field that the contract does not define is refused', () => {
  it.each(methods.map((method) => [nameOf(method), method] as const))('%s', async (_, method) => {
    const { length } = house.reached;
    const failure = await refusedJson(method, { nonsense: 1 });
    expect(failure).toMatchObject({
      code: Code.INVALID_ARGUMENT,
      reason: 'INVALID_FIELD',
      facts: { field: 'nonsense' },
    });
    expect(house.reached).toHaveLength(length);
  });
});

it.each(['{', '[]', '"text"', '', 'null', '{"projectId": 7}'])('the body %j is refused', async (body) => {
  const { status, text } = await visit(house, 'HTTP/1.1', 'POST', `/${ProjectService.typeName}/GetProject`, {
    token: house.directory.secret,
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect([status, failureIn(text).reason]).toEqual([400, 'INVALID_FIELD']);
});

describe.each(wayNames)('over %s', (name) => {
  const options = () => ({ token: house.directory.secret });

  it('a message of more than 4 MiB is refused, and one of a little less is not', async () => {
    using way = openWay(name, house);
    const { createProject } = ProjectService.method;
    const large = (bytes: number) => failureOf(way.call(createProject, { name: 'x'.repeat(bytes) }, options()));
    expect(await large(4 * 1024 * 1024 + 1)).toMatchObject({
      code: Code.RESOURCE_EXHAUSTED,
      reason: 'MESSAGE_TOO_LARGE',
      facts: { limit_bytes: String(4 * 1024 * 1024) },
    });
    expect(await large(4 * 1024 * 1024 - 100)).toMatchObject({ reason: 'INVALID_FIELD', fields: ['name'] });
  });

  it('all that is wrong with a message is named at once, in the same words as elsewhere', async () => {
    using way = openWay(name, house);
    const wrong = create(CreateLinkRequestSchema, {
      shareId: 'nonsense',
      projectId: newId('share'),
      stage: 7 as Stage,
    });
    const failure = await failureOf(way.call(LinkService.method.createLink, wrong, options()));
    expect(failure.fields).toEqual(['share_id', 'project_id', 'name', 'stage']);
    expect(failure.message).toMatch(/^share_id: .*; project_id: .*; name: .*; stage: /);
    expect(house.reached).not.toContainEqual(
      expect.objectContaining({ method: nameOf(LinkService.method.createLink) }),
    );
  });

  it.each(['a b', 'é', 'x'.repeat(129)])('the request id %j is refused', async (requestId) => {
    using way = openWay(name, house);
    const asked = { email: 'a@example.com', requestId };
    const failure = await failureOf(way.call(PrincipalService.method.createUser, asked, options()));
    expect(failure).toMatchObject({ reason: 'INVALID_FIELD', fields: ['request_id'] });
  });

  it('a request id in the header is refused likewise', async () => {
    using way = openWay(name, house);
    const asked = { email: 'a@example.com' };
    const given = { ...options(), requestId: 'a b' };
    const failure = await failureOf(way.call(PrincipalService.method.createUser, asked, given));
    expect(failure).toMatchObject({ reason: 'INVALID_FIELD', fields: ['easement-request-id'] });
  });
});
