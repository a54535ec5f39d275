import { create } from '@bufbuild/protobuf';
import { Code, type ConnectRouter } from '@connectrpc/connect';
import { createClient, EasementError, listAll } from '../src/index.ts';
import { BucketService, CreateBucketRequestSchema, OfferService, Stage } from '@easement/contracts';
import { type FakeGateway, invalid, refusal, startGateway } from './fake-gateway.ts';
import { connect, ways } from './ways.ts';

type Seen = { readonly requestId: string; readonly header: string | null; readonly authorization: string | null };

const bucket = { projectId: 'prj_1', name: 'flights', stage: Stage.OUT };

async function refusalOf(call: Promise<unknown>): Promise<EasementError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof EasementError) return error;
  throw new Error(`expected an EasementError, got ${String(error)}`);
}

describe.each(ways)('a call over %s', (way) => {
  let gateway: FakeGateway;
  let seen: Seen[];
  let answers: (Error | 'hang')[];

  const routes = (router: ConnectRouter) => {
    router.service(BucketService, {
      createBucket: async (request, { requestHeader, signal }) => {
        const header = requestHeader.get('easement-request-id');
        seen.push({ requestId: request.requestId, header, authorization: requestHeader.get('authorization') });
        const answer = answers.shift();
        if (answer instanceof Error) throw answer;
        if (answer === 'hang') await untilAborted(signal);
        return { bucket: { id: 'bkt_1', name: request.name } };
      },
    });
    router.service(OfferService, {
      listOffers: ({ pageToken }) => {
        const page = Number(pageToken || '0');
        return { offers: [{ shareName: `offer ${page}` }], nextPageToken: page < 2 ? String(page + 1) : '' };
      },
    });
  };

  beforeAll(async () => {
    gateway = await startGateway(routes);
  });
  afterAll(async () => gateway[Symbol.asyncDispose]());
  beforeEach(() => {
    seen = [];
    answers = [];
  });

  it('carries the token and a request id of its own', async () => {
    using client = connect(gateway, way);
    await client.buckets.createBucket(bucket);
    const [call] = seen;
    expect(call).toEqual({
      requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
      header: call?.requestId,
      authorization: 'Bearer a-secret',
    });
  });

  it('keeps the request id that it is given, and the message of the caller as it is', async () => {
    using client = connect(gateway, way);
    const message = create(CreateBucketRequestSchema, bucket);
    await client.buckets.createBucket(message);
    await client.buckets.createBucket({ ...bucket, requestId: 'mine' });
    expect(message.requestId).toBe('');
    expect(seen[1]).toMatchObject({ requestId: 'mine', header: 'mine' });
  });

  it('asks for the token before each attempt', async () => {
    const tokens = ['old', 'new'];
    using client = connect(gateway, way, { token: async () => tokens.shift() });
    answers = [refusal('PEER_UNAVAILABLE', Code.Unavailable)];
    await client.buckets.createBucket(bucket);
    expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  it('is made again with the same request id where another came first or a part was away', async () => {
    using client = connect(gateway, way);
    answers = [refusal('PEER_UNAVAILABLE', Code.Unavailable), refusal('LOST_RACE', Code.Aborted)];
    const { bucket: made } = await client.buckets.createBucket(bucket);
    expect(made?.name).toBe('flights');
    expect(seen).toHaveLength(3);
    expect(new Set(seen.map(({ requestId }) => requestId)).size).toBe(1);
  });

  it('is not made again where repeating cannot help', async () => {
    using client = connect(gateway, way);
    answers = [refusal('STALE_ETAG', Code.Aborted), refusal('HAS_LINKS', Code.FailedPrecondition)];
    expect((await refusalOf(client.buckets.createBucket(bucket))).reason).toBe('STALE_ETAG');
    expect((await refusalOf(client.buckets.createBucket(bucket))).reason).toBe('HAS_LINKS');
    expect(seen).toHaveLength(2);
  });

  it('gives up after the last attempt with what the last one said', async () => {
    using client = connect(gateway, way, { retry: { attempts: 3, firstDelayMs: 1 } });
    answers = Array.from({ length: 9 }, () => refusal('PEER_UNAVAILABLE', Code.Unavailable, { part: 'catalog' }));
    const error = await refusalOf(client.buckets.createBucket(bucket));
    expect(error).toMatchObject({ reason: 'PEER_UNAVAILABLE', code: Code.Unavailable, facts: { part: 'catalog' } });
    expect(seen).toHaveLength(3);
  });

  it('throws reason, code, facts, fields and request id of a refusal, and its message without decoration', async () => {
    using client = connect(gateway, way);
    answers = [invalid('name', 'is too long')];
    const error = await refusalOf(client.buckets.createBucket(bucket));
    expect(error).toMatchObject({
      name: 'EasementError',
      message: 'refused: INVALID_FIELD',
      reason: 'INVALID_FIELD',
      code: Code.InvalidArgument,
      facts: { field: 'name' },
      violations: [{ field: 'name', description: 'is too long' }],
      requestId: seen[0]?.requestId,
    });
  });

  it('ends at its deadline, over all attempts', async () => {
    using client = connect(gateway, way, { retry: { attempts: 1_000, firstDelayMs: 20 } });
    answers = Array.from({ length: 1_000 }, () => refusal('PEER_UNAVAILABLE', Code.Unavailable));
    const started = Date.now();
    const error = await refusalOf(client.buckets.createBucket(bucket, { timeoutMs: 300 }));
    expect([Code.Unavailable, Code.DeadlineExceeded]).toContain(error.code);
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(seen.length).toBeLessThan(1_000);
  });

  it('reports a server that does not answer in time as a deadline', async () => {
    using client = connect(gateway, way, { timeoutMs: 100 });
    answers = ['hang'];
    const error = await refusalOf(client.buckets.createBucket(bucket));
    expect(error).toMatchObject({ code: Code.DeadlineExceeded, reason: undefined });
  });

  it('ends when its signal aborts, also while it waits to be made again', async () => {
    using client = connect(gateway, way, { retry: { firstDelayMs: 60_000, longestDelayMs: 60_000, random: () => 1 } });
    answers = [refusal('PEER_UNAVAILABLE', Code.Unavailable)];
    const signal = AbortSignal.timeout(100);
    const error = await refusalOf(client.buckets.createBucket(bucket, { signal, timeoutMs: 100_000 }));
    expect(error.code).toBe(Code.Canceled);
  });

  it('walks through all pages of a list', async () => {
    using client = connect(gateway, way);
    const offers = listAll(client.offers.listOffers, { projectId: 'prj_1' }, (page) => page.offers);
    const names = [];
    for await (const { shareName } of offers) names.push(shareName);
    expect(names).toEqual(['offer 0', 'offer 1', 'offer 2']);
  });

  it('reports a server that is not there as unavailable, and looks for it again', async () => {
    const gone = await startGateway(routes);
    await gone[Symbol.asyncDispose]();
    let attempts = 0;
    const token = () => String(attempts++);
    using client = connect(gone, way, { token, retry: { attempts: 3, firstDelayMs: 1 } });
    expect(await refusalOf(client.buckets.createBucket(bucket))).toMatchObject({ code: Code.Unavailable });
    expect(attempts).toBe(3);
  });

  it('is made again when the connection breaks under it', async () => {
    const breaking = await startGateway(routes);
    answers = ['hang'];
    let attempts = 0;
    const token = () => {
      if (attempts++ === 0) setTimeout(() => void breaking[Symbol.asyncDispose](), 100);
      return 'a-secret';
    };
    using client = connect(breaking, way, { token, retry: { attempts: 2, firstDelayMs: 1 } });
    expect(await refusalOf(client.buckets.createBucket(bucket))).toMatchObject({ code: Code.Unavailable });
    expect(attempts).toBe(2);
  });
});

it('takes a base URL with a slash at the end', async () => {
  await using gateway = await startGateway((router) => {
    router.service(OfferService, { listOffers: () => ({ offers: [{ shareName: 'ops' }] }) });
  });
  const client = createClient({ baseUrl: `${gateway.http2}/` });
  expect((await client.offers.listOffers({ projectId: 'prj_1' })).offers[0]?.shareName).toBe('ops');
  client.close();
});

it('a call breaks, and is not made again, when the client is closed under it', async () => {
  let calls = 0;
  await using gateway = await startGateway((router) => {
    router.service(OfferService, { listOffers: (_, { signal }) => (calls++, untilAborted(signal)) });
  });
  const client = createClient({ baseUrl: gateway.http2, retry: { firstDelayMs: 1 } });
  setTimeout(() => client.close(), 100);
  expect(await refusalOf(client.offers.listOffers({ projectId: 'prj_1' }))).toMatchObject({ code: Code.Unavailable });
  expect(calls).toBe(1);
});

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('the caller left'))));
}
