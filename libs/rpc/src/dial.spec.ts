import { ProjectService } from '@easement/contracts';
import { newId, type ServiceName } from '@easement/domain';
import { pino } from 'pino';
import { assertionSigner } from './assertion-signer.ts';
import { backgroundCall } from './call.ts';
import { dialLocal, dialRemote } from './dial.ts';
import { type Handlers, service } from './handler.ts';
import { issuersOf } from './house.ts';
import { newKeyPair } from './keys.ts';
import { type LocalServer, serveLocal } from './local-serve.ts';
import { onBehalf } from './outgoing.ts';

const organization = newId('organization');
const principal = newId('user');
const call = {
  ...backgroundCall({ service: 'gateway', organization, timeoutMs: 1_000, method: 'test' }),
  actor: { kind: 'principal' as const, principal, organization },
};

function identity(): LocalServer {
  const handlers = {
    getProject: async (asked: { projectId: string }) => ({ project: { id: asked.projectId } }),
  } as unknown as Handlers<typeof ProjectService>;
  const routes = [service(ProjectService, handlers)];
  return serveLocal({ service: 'identity', routes, issuers: issuersOf.identity, log: pino({ level: 'silent' }) });
}

const projectId = newId('project');

it('finds a service of the same process at each call, so that it may start later', async () => {
  const servers = new Map<ServiceName, LocalServer>();
  const projects = dialLocal('gateway', servers)('identity', ProjectService);
  const ask = () => projects.getProject({ projectId }, onBehalf(call));
  await expect(ask()).rejects.toMatchObject({ reason: 'peer_unavailable', facts: { part: 'identity' } });
  await using server = identity();
  servers.set('identity', server);
  expect((await ask()).project?.id).toBe(projectId);
});

it('finds no service that is stopping', async () => {
  const server = identity();
  const projects = dialLocal('gateway', new Map([['identity', server]]))('identity', ProjectService);
  await server[Symbol.asyncDispose]();
  await expect(projects.getProject({ projectId }, onBehalf(call))).rejects.toMatchObject({
    reason: 'peer_unavailable',
  });
});

it('lets nobody speak for people within the process whom the house does not trust to', async () => {
  await using server = identity();
  const projects = dialLocal('catalog', new Map([['identity', server]]))('identity', ProjectService);
  await expect(projects.getProject({ projectId }, onBehalf(call))).rejects.toThrow();
});

it('says which address is missing where a service dials one that it was not told of', () => {
  const signer = assertionSigner(newKeyPair().privateKey, 'sharing');
  using remote = dialRemote(signer, { identity: '127.0.0.1:1' });
  expect(() => remote.dial('catalog', ProjectService)).toThrow('sharing calls catalog, but is not told its address');
  expect(remote.dial('identity', ProjectService)).toHaveProperty('getProject');
});
