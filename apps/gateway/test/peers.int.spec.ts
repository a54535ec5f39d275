import { create } from '@bufbuild/protobuf';
import {
  Code,
  ExecuteRequestSchema,
  Format,
  LoadService,
  OfferService,
  ProjectService,
  QueryService,
} from '@easement/contracts';
import { newId } from '@easement/domain';
import { hourMs } from '@easement/rpc';
import { failureIn, failureOf } from './failure.ts';
import { type House, openHouse, until } from './house.ts';
import { fake } from './services.ts';
import { begin, versions, visit } from './visit.ts';
import { openWay, wayNames } from './ways.ts';

const projectId = newId('project');
const asked = create(ExecuteRequestSchema, { projectId, statement: 'select 1' });
const rows = `/tables/${newId('table')}/rows`;

describe('a part that is down', () => {
  let house: House;

  beforeAll(async () => {
    house = await openHouse();
    await house.stop('sharing');
    await house.stop('query');
  });

  afterAll(() => house[Symbol.asyncDispose]());

  it.each(wayNames)('is unavailable at once over %s', async (name) => {
    using way = openWay(name, house);
    const options = { token: house.directory.secret };
    const begun = Date.now();
    const unary = await failureOf(way.call(OfferService.method.listOffers, { projectId }, options));
    const stream = await failureOf(way.stream(QueryService.method.execute, asked, options));
    const facts = (part: string) => ({ code: Code.UNAVAILABLE, reason: 'PEER_UNAVAILABLE', facts: { part } });
    expect(unary).toMatchObject(facts('sharing'));
    expect(stream).toMatchObject(facts('query'));
    expect(unary.message).toContain('repeat the call with the same request id');
    expect(Date.now() - begun).toBeLessThan(3_000);
  });

  it.each(versions)('is unavailable at the doors over %s', async (version) => {
    const options = { token: house.directory.secret };
    const answers = [
      await visit(house, version, 'GET', rows, options),
      await visit(house, version, 'PUT', `${rows}?format=csv`, { ...options, body: 'a\n'.repeat(100_000) }),
      await visit(house, version, 'POST', '/sql', { ...options, body: JSON.stringify({ projectId, statement: 'x' }) }),
    ];
    for (const { status, text } of answers) expect([status, failureIn(text).reason]).toEqual([503, 'PEER_UNAVAILABLE']);
  });

  it('leaves the others as they are', async () => {
    using way = openWay('gRPC', house);
    await way.call(ProjectService.method.getProject, { projectId }, { token: house.directory.secret });
    expect(house.reached.at(-1)?.method).toBe('easement.identity.v1.ProjectService/GetProject');
  });
});

it('a part that is frozen is unavailable before the deadline over every way', async () => {
  await using house = await openHouse([], { frozen: ['sharing'] });
  const options = { token: house.directory.secret, timeoutMs: 3_000 };
  const ask = async (name: (typeof wayNames)[number]): Promise<void> => {
    using way = openWay(name, house);
    const begun = Date.now();
    const failure = await failureOf(way.call(OfferService.method.listOffers, { projectId }, options));
    expect(failure).toMatchObject({ code: Code.UNAVAILABLE, reason: 'PEER_UNAVAILABLE', facts: { part: 'sharing' } });
    expect(Date.now() - begun).toBeLessThan(3_000);
  };
  await Promise.all(wayNames.map(ask));
});

/** What the services of a spec have seen of the call under test. */
let seen: { begun: number; isAborted: boolean; isOver: boolean };

beforeEach(() => {
  seen = { begun: 0, isAborted: false, isOver: false };
});

const patient = [
  fake(ProjectService, {
    getProject: async (_, { signal }) => {
      const mine = seen;
      mine.begun++;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      mine.isAborted = true;
      return {};
    },
  }),
  fake(QueryService, {
    execute: async function* (_, { signal }) {
      const mine = seen;
      mine.begun++;
      signal.addEventListener('abort', () => (mine.isAborted = true));
      try {
        for (;;) {
          yield { part: { case: 'schema', value: {} } };
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      } finally {
        mine.isOver = true;
      }
    },
  }),
  fake(LoadService, {
    exportTable: async function* (_, { signal }) {
      const mine = seen;
      mine.begun++;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      mine.isAborted = true;
      yield { chunk: new Uint8Array(1) };
    },
  }),
];

describe.each([false, true])('with the services in process: %s', (inProcess) => {
  let house: House;

  beforeAll(async () => {
    house = await openHouse(patient, { inProcess });
  });

  afterAll(() => house[Symbol.asyncDispose]());

  describe.each(wayNames)('over %s', (name) => {
    it('a caller that leaves ends a call in the service', async () => {
      using way = openWay(name, house);
      const leaving = new AbortController();
      const options = { token: house.directory.secret, signal: leaving.signal };
      const failure = failureOf(way.call(ProjectService.method.getProject, { projectId }, options));
      await until(() => seen.begun === 1, 'the service has begun');
      leaving.abort();
      expect((await failure).code).toBe(Code.CANCELLED);
      await until(() => seen.isAborted, 'the service is told');
    });

    it('a caller that leaves ends a stream in the service', async () => {
      using way = openWay(name, house);
      const leaving = new AbortController();
      const options = { token: house.directory.secret, signal: leaving.signal };
      for await (const _ of way.stream(QueryService.method.execute, asked, options)) break;
      leaving.abort();
      await until(() => seen.isAborted && seen.isOver, 'the service is told');
    });

    it('a deadline that passes ends the call here and there', async () => {
      using way = openWay(name, house);
      const options = { token: house.directory.secret, timeoutMs: 300 };
      const failure = await failureOf(way.call(ProjectService.method.getProject, { projectId }, options));
      // A service that says nothing in time, of its deadline or else, cannot be reached.
      expect([Code.DEADLINE_EXCEEDED, Code.UNAVAILABLE]).toContain(failure.code);
      await until(() => seen.isAborted, 'the service is told');
    });
  });

  it.each(versions)('a caller that leaves a door ends the work in the service over %s', async (version) => {
    const token = house.directory.secret;
    using exporting = begin(house, version, 'GET', rows, { token, body: '' });
    await until(() => seen.begun === 1, 'the export has begun');
    exporting.leave();
    await until(() => seen.isAborted, 'the export is told');

    seen = { begun: 0, isAborted: false, isOver: false };
    const body = JSON.stringify({ projectId, statement: 'select 1' });
    using asking = begin(house, version, 'POST', '/sql', { token, body });
    await asking.answered;
    asking.leave();
    await until(() => seen.isAborted && seen.isOver, 'the statement is told');
  });
});

it('a service is given a little less time than its caller has, and no more than a minute', async () => {
  await using house = await openHouse();
  using way = openWay('gRPC', house);
  const leftFor = async (timeoutMs?: number): Promise<number> => {
    const options = { token: house.directory.secret, ...(timeoutMs ? { timeoutMs } : {}) };
    await way.call(ProjectService.method.getProject, { projectId }, options);
    return (house.reached.at(-1)?.call.deadline ?? 0) - Date.now();
  };
  const [short, usual, long] = [await leftFor(2_000), await leftFor(), await leftFor(10 * hourMs)];
  expect([short > 1_000, short < 2_000]).toEqual([true, true]);
  expect([usual > 28_000, usual < 30_000]).toEqual([true, true]);
  expect([long > 58_000, long < 60_000]).toEqual([true, true]);
});

it('an export may take an hour, and no more', async () => {
  await using house = await openHouse();
  using way = openWay('gRPC', house);
  const options = { token: house.directory.secret, timeoutMs: 10 * hourMs };
  const request = { tableId: newId('table'), format: Format.CSV };
  for await (const _ of way.stream(LoadService.method.exportTable, request, options));
  const left = (house.reached.at(-1)?.call.deadline ?? 0) - Date.now();
  expect([left > hourMs - 2_000, left < hourMs]).toEqual([true, true]);
});
