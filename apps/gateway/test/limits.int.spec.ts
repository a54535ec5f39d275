import { create } from '@bufbuild/protobuf';
import {
  AudienceType,
  Code,
  ExecuteRequestSchema,
  ProjectService,
  QueryService,
  ShareService,
} from '@easement/contracts';
import { newId } from '@easement/domain';
import { failureIn, failureOf } from './failure.ts';
import { type House, openHouse } from './house.ts';
import { fake } from './services.ts';
import { versions, visit } from './visit.ts';
import { openWay, type Way, wayNames } from './ways.ts';

const projectId = newId('project');
const { getProject } = ProjectService.method;
const burst = 3;

let house: House;
let ways: Map<string, Way>;
beforeAll(async () => {
  const fakes = [fake(ProjectService, { getProject: async () => ({ project: { id: projectId } }) })];
  // What is spent stays spent for as long as the spec runs.
  house = await openHouse(fakes, { rate: { perSecond: 0.000_1, burst }, limits: { listItems: 2, headerBytes: 8_192 } });
  ways = new Map(wayNames.map((name) => [name, openWay(name, house)]));
});
afterAll(async () => {
  for (const way of ways.values()) way[Symbol.dispose]();
  await house[Symbol.asyncDispose]();
});

function wayOf(name: string): Way {
  const way = ways.get(name);
  if (!way) throw new Error(`no such way: ${name}`);
  return way;
}

const spent = expect.objectContaining({
  code: Code.RESOURCE_EXHAUSTED,
  reason: 'RATE_LIMITED',
  facts: expect.objectContaining({ burst: String(burst), retry_after_ms: expect.stringMatching(/^\d+$/) }),
});

describe.each(wayNames)('over %s', (name) => {
  it('a token that has called too often is refused, and another is not', async () => {
    const [eager, other] = [house.directory.issue(), house.directory.issue()];
    const call = (token: string) => wayOf(name).call(getProject, { projectId }, { token });
    for (let nth = 0; nth < burst; nth += 1) await call(eager);
    const before = house.reached.length;
    expect(await failureOf(call(eager))).toEqual(spent);
    expect(house.reached).toHaveLength(before);
    expect((await call(other)).project?.id).toBe(projectId);
  });

  it('streams are counted as calls are', async () => {
    const token = house.directory.issue();
    for (let nth = 0; nth < burst; nth += 1) await wayOf(name).call(getProject, { projectId }, { token });
    const asked = create(ExecuteRequestSchema, { projectId, statement: 'select 1' });
    expect(await failureOf(wayOf(name).stream(QueryService.method.execute, asked, { token }))).toEqual(spent);
  });

  it('headers beyond the limit are refused with the limit and their size', async () => {
    const token = 'x'.repeat(9_000);
    const failure = await failureOf(wayOf(name).call(getProject, { projectId }, { token }));
    expect(failure).toMatchObject({ code: Code.RESOURCE_EXHAUSTED, reason: 'MESSAGE_TOO_LARGE' });
    expect(failure.facts).toMatchObject({ limit_bytes: '8192', bytes: expect.stringMatching(/^9\d{3}$/) });
  });

  it('a list beyond the limit is refused by its name', async () => {
    const audience = { type: AudienceType.SELECTED_USERS, users: ['a@b.example', 'b@b.example', 'c@b.example'] };
    const request = { content: { case: 'bucket', value: { bucketId: newId('bucket') } }, audience } as const;
    const token = house.directory.issue();
    const failure = await failureOf(wayOf(name).call(ShareService.method.createShare, request, { token }));
    expect(failure).toMatchObject({ code: Code.INVALID_ARGUMENT, reason: 'INVALID_FIELD', fields: ['audience.users'] });
    expect(failure.message).toContain('at most 2');
  });
});

describe.each(versions)('at the doors over %s', (version) => {
  const ask = (token: string) => visit(house, version, 'POST', '/sql', { token, body: '{"bogus":1}' });

  it('a token that has called too often is refused', async () => {
    const token = house.directory.issue();
    for (let nth = 0; nth < burst; nth += 1) expect((await ask(token)).status).toBe(400);
    const { status, text } = await ask(token);
    expect([status, failureIn(text)]).toEqual([429, spent]);
  });

  it('headers beyond the limit are refused', async () => {
    const { status, text } = await ask('x'.repeat(9_000));
    expect([status, failureIn(text)]).toMatchObject([429, { reason: 'MESSAGE_TOO_LARGE' }]);
  });
});

it('calls with a token that is not good are never counted against it', async () => {
  const token = house.directory.issue();
  house.directory.revoke(token);
  const call = () => wayOf('gRPC').call(getProject, { projectId }, { token });
  for (let nth = 0; nth <= burst; nth += 1) expect(await failureOf(call())).toMatchObject({ reason: 'BAD_TOKEN' });
});
