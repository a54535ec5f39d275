import { create } from '@bufbuild/protobuf';
import { ExecuteRequestSchema, LoadService, ProjectService, QueryService } from '@easement/contracts';
import { newId, Refusal } from '@easement/domain';
import { user } from './directory.ts';
import { failureOf } from './failure.ts';
import { type House, openHouse, until } from './house.ts';
import { fake } from './services.ts';
import { versions, visit } from './visit.ts';
import { openWay, wayNames } from './ways.ts';

const projectId = newId('project');
const rows = `/tables/${newId('table')}/rows`;
const cell = 'a-cell-that-nobody-else-may-see';
const asked = create(ExecuteRequestSchema, { projectId, statement: `select '${cell}'` });

let house: House;

beforeAll(async () => {
  house = await openHouse([
    fake(ProjectService, {
      getProject: async () => ({ project: { name: cell } }),
      createProject: () => Promise.reject(new Refusal('name_taken', 'taken')),
      listProjects: () => Promise.reject(new Error('broken')),
    }),
    fake(QueryService, {
      execute: async function* () {
        const column = { values: { case: 'strings' as const, value: { values: [cell] } } };
        yield { part: { case: 'batch', value: { rowCount: 1, columns: [column] } } };
      },
    }),
    fake(LoadService, {
      exportTable: async function* () {
        yield { chunk: Buffer.from(cell) };
      },
    }),
  ]);
});

afterAll(() => house[Symbol.asyncDispose]());

/** The lines that a call has left: there must be no more than one. */
async function linesOf(requestId: string) {
  const found = () => house.lines.filter((line) => line['request_id'] === requestId && line['msg'] === 'call');
  await until(() => found().length > 0, `a line for ${requestId}`);
  return found();
}

const line = (method: string, code: string, reason?: string) =>
  expect.objectContaining({
    method,
    code,
    ...(reason ? { reason } : {}),
    caller: user,
    ms: expect.any(Number),
  }) as object;

describe.each(wayNames)('over %s', (name) => {
  it('each call leaves one line that says who, what, how and how long', async () => {
    using way = openWay(name, house);
    const { getProject, createProject, listProjects } = ProjectService.method;
    const options = (id: string) => ({
      token: house.directory.secret,
      requestId: `${id}-${name.replaceAll(' ', '-')}`,
    });
    const at = (id: string) => linesOf(options(id).requestId);
    await way.call(getProject, { projectId }, options('get'));
    await failureOf(way.call(createProject, { name: 'x' }, options('create')));
    await failureOf(way.call(listProjects, {}, options('list')));
    for await (const _ of way.stream(QueryService.method.execute, asked, options('execute')));
    expect(await at('get')).toEqual([line(`${ProjectService.typeName}/GetProject`, 'OK')]);
    expect(await at('create')).toEqual([
      line(`${ProjectService.typeName}/CreateProject`, 'ALREADY_EXISTS', 'NAME_TAKEN'),
    ]);
    expect(await at('list')).toEqual([line(`${ProjectService.typeName}/ListProjects`, 'INTERNAL')]);
    expect(await at('execute')).toEqual([line(`${QueryService.typeName}/Execute`, 'OK')]);
  });

  it('a call of nobody leaves one line that names nobody', async () => {
    using way = openWay(name, house);
    const requestId = `nobody-${name.replaceAll(' ', '-')}`;
    await failureOf(way.call(ProjectService.method.getProject, { projectId }, { token: 'not-good', requestId }));
    const expected = { caller: 'unknown', code: 'UNAUTHENTICATED', reason: 'BAD_TOKEN' };
    expect(await linesOf(requestId)).toEqual([expect.objectContaining(expected)]);
  });
});

it.each(versions)('each visit of a door leaves one line, as the call that it is, over %s', async (version) => {
  const token = house.directory.secret;
  const requestId = (id: string): string => `${id}-${version}`;
  const body = JSON.stringify({ projectId, statement: cell });
  await visit(house, version, 'GET', rows, { token, requestId: requestId('get') });
  await visit(house, version, 'GET', `${rows}?formt=csv`, { token, requestId: requestId('misspelt') });
  await visit(house, version, 'PUT', `${rows}?format=csv`, { token, requestId: requestId('put'), body: cell });
  await visit(house, version, 'POST', '/sql', { token, requestId: requestId('sql'), body });
  await visit(house, version, 'POST', '/sql', { token, requestId: requestId('bad'), body: '{' });
  const { exportTable, loadTable } = LoadService.method;
  const load = (name: string): string => `${LoadService.typeName}/${name}`;
  expect(await linesOf(requestId('get'))).toEqual([line(load(exportTable.name), 'OK')]);
  expect(await linesOf(requestId('misspelt'))).toEqual([
    line(load(exportTable.name), 'INVALID_ARGUMENT', 'INVALID_FIELD'),
  ]);
  expect(await linesOf(requestId('put'))).toEqual([line(load(loadTable.name), 'OK')]);
  expect(await linesOf(requestId('sql'))).toEqual([line(`${QueryService.typeName}/Execute`, 'OK')]);
  expect(await linesOf(requestId('bad'))).toEqual([
    line(`${QueryService.typeName}/Execute`, 'INVALID_ARGUMENT', 'INVALID_FIELD'),
  ]);
});

it('no line holds a token, a row or a statement', () => {
  const text = JSON.stringify(house.lines);
  expect(house.lines.length).toBeGreaterThan(20);
  for (const secret of [house.directory.secret, 'not-good', cell, 'Bearer']) expect(text).not.toContain(secret);
});

it('what breaks is told to the log once, with the request id that the caller was told', async () => {
  using way = openWay('gRPC', house);
  const requestId = 'breaks-once';
  const options = { token: house.directory.secret, requestId };
  const failure = await failureOf(way.call(ProjectService.method.listProjects, {}, options));
  expect(failure.message).toContain(requestId);
  const faults = house.lines.filter((each) => each['request_id'] === requestId && each['msg'] === 'fault');
  expect(faults).toHaveLength(1);
});
