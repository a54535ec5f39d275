import { create } from '@bufbuild/protobuf';
import { CreateProjectRequestSchema, DirectoryService, LoadService, ProjectService } from '@easement/contracts';
import { pino } from 'pino';
import { asService, localPeer, type LocalServer, onBehalf, serveLocal } from '../src/index.ts';
import { failureOf } from './failure.ts';
import { anExport, callFor, person, readAll, routesOf, type Work } from './world.ts';

const log = pino({ level: 'silent' });

function serve(work: Work): LocalServer {
  const issuers = { gateway: { speaksForPeople: true }, sharing: { speaksForPeople: false } };
  return serveLocal({ service: 'identity', routes: routesOf(work), log, issuers });
}

const dial = (server: LocalServer | undefined) =>
  ({ server: () => server, issuer: 'gateway', audience: 'identity' }) as const;

it('neither side sees the other change a message', async () => {
  const kept: { name: string }[] = [];
  const answer = { project: { name: 'kept' } };
  await using server = serve({
    createProject: async (request) => {
      request.name = 'changed by the handler';
      kept.push(request);
      return answer;
    },
  });
  const projects = localPeer(ProjectService, dial(server));
  const request = create(CreateProjectRequestSchema, { name: 'mine' });
  const first = await projects.createProject(request, onBehalf(callFor(person)));
  expect(request.name).toBe('mine');
  if (first.project) first.project.name = 'changed by the caller';
  request.name = 'changed later';
  expect(kept).toMatchObject([{ name: 'changed by the handler' }]);
  const second = await projects.createProject({ name: 'again' }, onBehalf(callFor(person)));
  expect(second.project?.name).toBe('kept');
});

it('parts of a stream are copies too', async () => {
  const chunk = Uint8Array.of(1, 2, 3);
  await using server = serve({
    exportTable: async function* () {
      yield { chunk };
      yield { chunk };
    },
  });
  const loads = localPeer(LoadService, dial(server));
  const seen: number[] = [];
  for await (const part of loads.exportTable(anExport, onBehalf(callFor(person)))) {
    seen.push(part.chunk[0] ?? -1);
    part.chunk[0] = 9;
  }
  expect(seen).toEqual([1, 1]);
});

it('a service that is not there yet, or stopping, is unavailable', async () => {
  const projects = localPeer(ProjectService, dial(undefined));
  const ask = { name: 'x' };
  expect((await failureOf(projects.createProject(ask, onBehalf(callFor(person))))).reason).toBe('PEER_UNAVAILABLE');
  const server = serve({ createProject: async () => ({}) });
  const later = localPeer(ProjectService, dial(server));
  await later.createProject(ask, onBehalf(callFor(person)));
  await server[Symbol.asyncDispose]();
  expect((await failureOf(later.createProject(ask, onBehalf(callFor(person))))).reason).toBe('PEER_UNAVAILABLE');
});

it('a service that is not on the list of issuers is not believed', async () => {
  await using server = serve({ getStanding: async () => ({}) });
  const stranger = { server: () => server, issuer: 'query', audience: 'identity' } as const;
  const call = localPeer(DirectoryService, stranger).getStanding({}, asService(callFor(person)));
  await expect(call).rejects.toThrow('BAD_TOKEN');
});

it.each(['createProject', 'exportTable'] as const)('%s is not asked inside a transaction', async (name) => {
  await using server = serve({});
  const outgoing = onBehalf({ ...callFor(person), lane: { inTransaction: true } });
  const call =
    name === 'createProject'
      ? localPeer(ProjectService, dial(server)).createProject({ name: 'x' }, outgoing)
      : readAll(localPeer(LoadService, dial(server)).exportTable(anExport, outgoing));
  await expect(call).rejects.toThrow('inside a transaction');
});

it('the books of every call are closed, however it ends', async () => {
  await using server = serve({
    createProject: async ({ name }) => {
      if (name === 'broken') throw new Error('broken');
      return {};
    },
    exportTable: async function* () {
      for (;;) yield { chunk: Uint8Array.of(1) };
    },
  });
  const projects = localPeer(ProjectService, dial(server));
  const loads = localPeer(LoadService, dial(server));
  await projects.createProject({ name: 'x' }, onBehalf(callFor(person)));
  await failureOf(projects.createProject({ name: '' }, onBehalf(callFor(person))));
  await failureOf(projects.createProject({ name: 'broken' }, onBehalf(callFor(person))));
  const parts = loads.exportTable(anExport, onBehalf(callFor(person)))[Symbol.asyncIterator]();
  await parts.next();
  expect(server.pipeline.runs.size).toBe(1);
  await parts.return?.();
  const leaving = new AbortController();
  const left = loads.exportTable(anExport, onBehalf(callFor(person, { signal: leaving.signal })));
  await left[Symbol.asyncIterator]().next();
  leaving.abort();
  expect(server.pipeline.runs.size).toBe(0);
});
