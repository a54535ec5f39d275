import { ExportTableRequestSchema, Format, LoadService, ProjectService, QueryService } from '@easement/contracts';
import { create } from '@bufbuild/protobuf';
import { newId, Refusal } from '@easement/domain';
import { detailNames, failureIn, failureOf } from './failure.ts';
import { type House, openHouse } from './house.ts';
import { fake } from './services.ts';
import { versions, visit } from './visit.ts';
import { openWay, type Way, wayNames } from './ways.ts';

const project = newId('project');
const table = newId('table');

const gone = new Refusal('source_gone', 'the source of “ops” is gone — nothing to read', { link_id: 'lnk_x', id: 'x' });
const taken = new Refusal('name_taken', 'project “books” has the name “Bücher”', { name: 'Bücher', owner: project });

const fakes = [
  fake(ProjectService, {
    getProject: async ({ projectId }, { actor, requestId }) => ({
      project: { id: projectId, name: requestId, description: JSON.stringify(actor) },
    }),
    createProject: async ({ name }) => {
      if (name === 'broken') throw new Error('the password of the database is hunter2');
      throw taken;
    },
  }),
  fake(QueryService, {
    execute: async function* ({ statement }) {
      if (statement !== 'begin') throw gone;
      yield { part: { case: 'schema', value: { columns: [{ name: 'n', type: 'INTEGER' }], queryId: 'q' } } };
      throw gone;
    },
  }),
  fake(LoadService, {
    exportTable: async function* () {
      throw gone;
    },
    loadTable: async (parts) => {
      for await (const _ of parts);
      throw gone;
    },
  }),
];

describe.each([false, true])('with the services in process: %s', (inProcess) => {
  let house: House;
  let ways: Way[];

  beforeAll(async () => {
    house = await openHouse(fakes, { inProcess });
    ways = wayNames.map((name) => openWay(name, house));
  });

  afterAll(async () => {
    for (const way of ways) way[Symbol.dispose]();
    await house[Symbol.asyncDispose]();
  });

  const signedIn = () => ({ token: house.directory.secret, requestId: 'the-same' });

  it('every way passes a call on for its caller, with its request id', async () => {
    const asked = { projectId: project };
    const answers = await Promise.all(ways.map((way) => way.call(ProjectService.method.getProject, asked, signedIn())));
    const { project: first } = answers[0] ?? {};
    expect(JSON.parse(first?.description ?? '')).toMatchObject({ kind: 'principal' });
    expect(first).toMatchObject({ id: project, name: 'the-same' });
    for (const answer of answers) expect(answer.project).toEqual(first);
  });

  it('a refusal of a service is the same over every way', async () => {
    const create = ProjectService.method.createProject;
    const failures = await Promise.all(ways.map((way) => failureOf(way.call(create, { name: 'x' }, signedIn()))));
    expect(failures[0]).toMatchObject({ reason: 'NAME_TAKEN', message: taken.message, facts: taken.facts });
    for (const failure of failures) expect(failure).toEqual(failures[0]);
  });

  it('the refusal of a stream is the same over every way and at the doors', async () => {
    const execute = QueryService.method.execute;
    const asked = { projectId: project, statement: 'x' };
    const failures = await Promise.all(ways.map((way) => failureOf(way.stream(execute, asked, signedIn()))));
    const bodies = await Promise.all(
      versions.flatMap((version) => [
        visit(house, version, 'POST', '/sql', { ...signedIn(), body: JSON.stringify(asked) }),
        visit(house, version, 'GET', `/tables/${table}/rows`, signedIn()),
        visit(house, version, 'PUT', `/tables/${table}/rows?format=csv`, { ...signedIn(), body: 'a,b\n1,2\n' }),
      ]),
    );
    expect(failures[0]).toMatchObject({
      reason: 'SOURCE_GONE',
      message: gone.message,
      facts: gone.facts,
      details: [detailNames.info, detailNames.precondition],
    });
    for (const failure of failures) expect(failure).toEqual(failures[0]);
    for (const { status, text } of bodies) expect([status, failureIn(text)]).toEqual([400, failures[0]]);
  });

  it('a refusal after the first part is the same over every way and as a line', async () => {
    const execute = QueryService.method.execute;
    const asked = { projectId: project, statement: 'begin' };
    const failures = await Promise.all(ways.map((way) => failureOf(way.stream(execute, asked, signedIn()))));
    const { status, text } = await visit(house, 'HTTP/1.1', 'POST', '/sql', {
      ...signedIn(),
      body: JSON.stringify(asked),
    });
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { error?: object });
    expect(status).toBe(200);
    expect(lines[0]).toEqual({ schema: [{ name: 'n', type: 'INTEGER' }] });
    for (const failure of failures) expect(failure).toEqual(failureIn(JSON.stringify(lines[1]?.error)));
    expect(lines).toHaveLength(2);
  });

  it('what is refused before a service is asked is the same over every way and at the door', async () => {
    const asked = create(ExportTableRequestSchema, {
      tableId: newId('bucket'),
      projectId: project,
      format: Format.CSV,
    });
    const path = `/tables/${asked.tableId}/rows?project_id=${project}`;
    const failures = await Promise.all(
      ways.map((way) => failureOf(way.stream(LoadService.method.exportTable, asked, signedIn()))),
    );
    const { status, text } = await visit(house, 'HTTP/2', 'GET', path, signedIn());
    expect(failures[0]).toMatchObject({ reason: 'INVALID_FIELD', fields: ['table_id'] });
    for (const failure of failures) expect(failure).toEqual(failures[0]);
    expect([status, failureIn(text)]).toEqual([400, failures[0]]);
  });

  it('a fault tells nothing but a request id over every way', async () => {
    const create = ProjectService.method.createProject;
    const failures = await Promise.all(ways.map((way) => failureOf(way.call(create, { name: 'broken' }, signedIn()))));
    for (const { code, message, facts } of failures) {
      expect(code).toBe(13);
      expect(message).toContain('the-same');
      expect(JSON.stringify([message, facts])).not.toContain('hunter2');
    }
  });
});
