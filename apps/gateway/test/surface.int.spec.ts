import { LinkService, ProjectService, ProjectViewService } from '@easement/contracts';
import { Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { everyService, internalServices } from './every-service.ts';
import { type House, openHouse } from './house.ts';
import { listServices, fileOfSymbol } from './reflection.ts';
import { versions, visit } from './visit.ts';

let house: House;
let client: Client;

beforeAll(async () => {
  house = await openHouse();
  client = new Client(house.grpc, credentials.createInsecure());
});

afterAll(async () => {
  client.close();
  await house[Symbol.asyncDispose]();
});

const publicServices = everyService.filter((desc) => !internalServices.includes(desc));
const pathsOf = (services: typeof everyService) =>
  services.flatMap(({ typeName, methods }) => methods.map(({ name }) => `/${typeName}/${name}`));
const unknownPath = '/easement.nowhere.v1.NoService/DoNothing';

/** What a path answers over gRPC to who is nobody. */
function askGrpc(path: string): Promise<ServiceError> {
  const empty = (): Buffer => Buffer.alloc(0);
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      path,
      empty,
      (bytes) => bytes,
      undefined,
      (error) => {
        if (error) resolve(error);
        else reject(new Error(`${path} answered nobody`));
      },
    );
  });
}

const askHttp = (path: string, contentType: string) =>
  visit(house, 'HTTP/1.1', 'POST', path, {
    token: house.directory.secret,
    headers: { 'content-type': contentType },
    body: contentType === 'application/json' ? '{}' : '',
  });

it.each(pathsOf(publicServices))('%s asks who calls', async (path) => {
  expect((await askGrpc(path)).code).toBe(status.UNAUTHENTICATED);
  const { status: code } = await visit(house, 'HTTP/1.1', 'POST', path, {
    headers: { 'content-type': 'application/grpc-web+proto' },
  });
  expect(code).toBe(200);
  const stream = await visit(house, 'HTTP/1.1', 'OPTIONS', path);
  expect(stream.status).not.toBe(404);
});

it.each(pathsOf(internalServices))('%s is not there over HTTP, like any path that never was', async (path) => {
  for (const contentType of ['application/json', 'application/proto', 'application/grpc-web+proto']) {
    const [answer, unknown] = [await askHttp(path, contentType), await askHttp(unknownPath, contentType)];
    expect(answer.status).toBe(404);
    expect(answer.text.replaceAll(path, '')).toBe(unknown.text.replaceAll(unknownPath, ''));
    const { date: _, 'content-length': __, ...headers } = answer.headers;
    expect(unknown.headers).toMatchObject(headers);
  }
});

it.each(pathsOf(internalServices))('%s is not there over gRPC, like any path that never was', async (path) => {
  const [answer, unknown] = [await askGrpc(path), await askGrpc(unknownPath)];
  expect(answer.code).toBe(status.UNIMPLEMENTED);
  expect(answer.details.replaceAll(path, '')).toBe(unknown.details.replaceAll(unknownPath, ''));
});

it('reflection tells of the public services, health and itself, and of nothing else', async () => {
  const expected = [
    ...publicServices.map(({ typeName }) => typeName),
    'grpc.health.v1.Health',
    'grpc.reflection.v1.ServerReflection',
    'grpc.reflection.v1alpha.ServerReflection',
  ];
  for (const version of ['v1', 'v1alpha'] as const) {
    expect((await listServices(client, version)).sort()).toEqual(expected.sort());
  }
});

it('reflection describes public services and no internal one', async () => {
  for (const { typeName } of publicServices) expect(await fileOfSymbol(client, typeName)).toBe('described');
  for (const { typeName } of internalServices) expect(await fileOfSymbol(client, typeName)).toBe('unknown');
});

it('empty fields are there in JSON, so that a program need not know which may be absent', async () => {
  const ask = (path: string, body: object) =>
    visit(house, 'HTTP/1.1', 'POST', path, {
      token: house.directory.secret,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const { text } = await ask(`/${ProjectService.typeName}/ListProjects`, {});
  expect(JSON.parse(text)).toEqual({ projects: [], nextPageToken: '' });
});

it.each(versions)('reads without side effects may be GET requests over %s', async (version) => {
  const query = new URLSearchParams({ connect: 'v1', encoding: 'json', message: '{}' });
  const token = house.directory.secret;
  const list = `/${ProjectService.typeName}/ListProjects?${query.toString()}`;
  const { status: code, text } = await visit(house, version, 'GET', list, { token });
  expect([code, JSON.parse(text)]).toEqual([200, { projects: [], nextPageToken: '' }]);
  const create = `/${LinkService.typeName}/CreateLink?${query.toString()}`;
  expect((await visit(house, version, 'GET', create, { token })).status).toBe(405);
});

it('its own service is mounted as the others are', () => {
  expect(publicServices).toContain(ProjectViewService);
});
