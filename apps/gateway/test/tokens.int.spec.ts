import { create } from '@bufbuild/protobuf';
import {
  Code,
  DirectoryService,
  ExecuteRequestSchema,
  LoadService,
  ProjectService,
  QueryService,
} from '@easement/contracts';
import { badToken, newId } from '@easement/domain';
import { failureIn, failureOf } from './failure.ts';
import { type House, openHouse, until } from './house.ts';
import { fake } from './services.ts';
import { begin, bytesOf, versions, visit } from './visit.ts';
import { openWay, type Way, wayNames } from './ways.ts';

const project = newId('project');
const table = newId('table');
const asked = create(ExecuteRequestSchema, { projectId: project, statement: 'select 1' });
const badTokenFailure = { code: Code.UNAUTHENTICATED, reason: 'BAD_TOKEN', message: badToken().message, facts: {} };

/** Lets the streaming fakes go on, one part at a time. */
let next: PromiseWithResolvers<void>;
let loads: { begun: number; complete: number; broken: number };
let made: { isOver: boolean };
let house: House;
let ways: Way[];

beforeAll(async () => {
  house = await openHouse([
    fake(QueryService, {
      execute: async function* () {
        const mine = made;
        try {
          for (let part = 0; part < 3; part++) {
            yield { part: { case: 'statistics', value: { rowCount: BigInt(part) } } };
            await next.promise;
          }
        } finally {
          mine.isOver = true;
        }
      },
    }),
    fake(LoadService, {
      exportTable: async function* () {
        for (let part = 0; part < 3; part++) {
          yield { chunk: Buffer.from(`part ${part}\n`) };
          await next.promise;
        }
      },
      loadTable: async (parts) => {
        const mine = loads;
        mine.begun++;
        try {
          for await (const _ of parts);
        } catch (error) {
          mine.broken++;
          throw error;
        }
        mine.complete++;
        return { rowCount: 1n };
      },
    }),
  ]);
  ways = wayNames.map((name) => openWay(name, house));
});

beforeEach(() => {
  next = Promise.withResolvers();
  loads = { begun: 0, complete: 0, broken: 0 };
  made = { isOver: false };
});

afterAll(async () => {
  for (const way of ways) way[Symbol.dispose]();
  await house[Symbol.asyncDispose]();
});

function way(name: string): Way {
  const found = ways.find((each) => each.name === name);
  if (!found) throw new Error(`no such way: ${name}`);
  return found;
}

const revoked = () => {
  const secret = house.directory.issue();
  house.directory.revoke(secret);
  return secret;
};

const badTokens: readonly (readonly [string, () => string | undefined])[] = [
  ['missing', () => undefined],
  ['empty', () => ''],
  ['never issued', () => 'org_x.nonsense'],
  ['of two words', () => 'two words'],
  ['revoked', revoked],
  ['very long', () => 'x'.repeat(6_000)],
];

describe.each(badTokens)('a token that is %s', (_, token) => {
  it.each(wayNames)('is refused in the same words over %s', async (name) => {
    const options = { token: token() };
    const failures = [
      await failureOf(way(name).call(ProjectService.method.getProject, { projectId: project }, options)),
      await failureOf(way(name).stream(QueryService.method.execute, asked, options)),
    ];
    for (const failure of failures) expect(failure).toMatchObject(badTokenFailure);
  });

  it.each(versions)('is refused in the same words at the doors over %s', async (version) => {
    const options = { token: token() };
    const answers = [
      await visit(house, version, 'GET', `/tables/${table}/rows`, options),
      await visit(house, version, 'PUT', `/tables/${table}/rows?format=csv`, { ...options, body: 'a\n1\n' }),
      await visit(house, version, 'POST', '/sql', { ...options, body: '{}' }),
    ];
    for (const { status, text } of answers) {
      expect(status).toBe(401);
      expect(failureIn(text)).toMatchObject(badTokenFailure);
    }
  });
});

it('a scheme other than bearer is refused, and case does not matter', async () => {
  const { secret } = house.directory;
  const ask = (authorization: string) =>
    visit(house, 'HTTP/1.1', 'GET', `/tables/${table}/rows`, { headers: { authorization } });
  next.resolve();
  expect((await ask(`Basic ${secret}`)).status).toBe(401);
  expect((await ask(secret)).status).toBe(401);
  expect((await ask(`bearer ${secret}`)).status).toBe(200);
});

it('who is nobody does not learn what else is wrong, and reaches no service', async () => {
  const { length } = house.reached;
  const answers = [
    await visit(house, 'HTTP/1.1', 'GET', '/tables/nonsense/rows?formt=csv'),
    await visit(house, 'HTTP/1.1', 'PUT', '/tables/nonsense/rows', { body: 'a' }),
    await visit(house, 'HTTP/1.1', 'POST', '/sql', { body: 'no json', headers: { 'connect-timeout-ms': 'soon' } }),
    await visit(house, 'HTTP/1.1', 'POST', `/${ProjectService.typeName}/GetProject`, {
      body: '{"nonsense":1}',
      headers: { 'content-type': 'application/json' },
    }),
  ];
  for (const { status, text } of answers) expect([status, failureIn(text).reason]).toEqual([401, 'BAD_TOKEN']);
  expect(house.reached).toHaveLength(length);
});

it.each(wayNames)('a token that is revoked in the middle of a stream ends it over %s', async (name) => {
  const token = house.directory.issue();
  const parts = way(name).stream(QueryService.method.execute, asked, { token })[Symbol.asyncIterator]();
  expect((await parts.next()).done).toBe(false);
  house.directory.revoke(token);
  next.resolve();
  expect(await failureOf(parts.next())).toMatchObject(badTokenFailure);
  await until(() => made.isOver, 'the service stops working for it');
});

it.each(versions)('a token that is revoked in the middle of a statement ends its lines over %s', async (version) => {
  const token = house.directory.issue();
  const body = JSON.stringify({ projectId: project, statement: 'select 1' });
  using visiting = begin(house, version, 'POST', '/sql', { token, body });
  const answered = await visiting.answered;
  await new Promise((resolve) => answered.body.once('readable', resolve));
  house.directory.revoke(token);
  next.resolve();
  const lines = (await bytesOf(answered.body)).toString().trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(failureIn(JSON.stringify((JSON.parse(lines[1] ?? '') as { error: object }).error))).toMatchObject(
    badTokenFailure,
  );
});

it.each(versions)('a token that is revoked in the middle of an export breaks it off over %s', async (version) => {
  const token = house.directory.issue();
  using visiting = begin(house, version, 'GET', `/tables/${table}/rows`, { token, body: '' });
  const answered = await visiting.answered;
  await new Promise((resolve) => answered.body.once('readable', resolve));
  house.directory.revoke(token);
  next.resolve();
  await expect(bytesOf(answered.body)).rejects.toThrow();
});

it.each(versions)('a token that is revoked during an upload lets it not complete over %s', async (version) => {
  const token = house.directory.issue();
  using visiting = begin(house, version, 'PUT', `/tables/${table}/rows?format=csv`, { token });
  visiting.sending.write('a,b\n');
  await until(() => loads.begun === 1, 'the load has begun');
  house.directory.revoke(token);
  visiting.sending.end('1,2\n');
  const { status, body } = await visiting.answered;
  expect([status, failureIn((await bytesOf(body)).toString()).reason]).toEqual([401, 'BAD_TOKEN']);
  await until(() => loads.broken === 1, 'the service is told');
  expect(loads.complete).toBe(0);
});

it('a token that stays good loads and exports', async () => {
  const token = house.directory.secret;
  next.resolve();
  const put = await visit(house, 'HTTP/2', 'PUT', `/tables/${table}/rows?format=csv`, { token, body: 'a\n1\n' });
  const got = await visit(house, 'HTTP/2', 'GET', `/tables/${table}/rows`, { token });
  expect([put.status, loads.complete, got.text]).toEqual([200, 1, 'part 0\npart 1\npart 2\n']);
});

it('the operator is no member of an organization, but may call', async () => {
  const token = house.directory.operatorSecret;
  await way('gRPC').call(ProjectService.method.listProjects, {}, { token });
  expect(house.reached.at(-1)?.call.actor).toEqual({ kind: 'operator' });
});

it('an identity-service that does not answer in time cannot be reached over any way', async () => {
  const silent = fake(DirectoryService, { authenticate: () => new Promise(() => undefined) });
  await using mute = await openHouse([silent]);
  const ask = async (name: (typeof wayNames)[number]): Promise<void> => {
    using caller = openWay(name, mute);
    const options = { token: 'x', timeoutMs: 3_000 };
    const failure = await failureOf(caller.call(ProjectService.method.getProject, { projectId: project }, options));
    expect(failure).toMatchObject({ code: Code.UNAVAILABLE, reason: 'PEER_UNAVAILABLE', facts: { part: 'identity' } });
  };
  await Promise.all(wayNames.map(ask));
});
