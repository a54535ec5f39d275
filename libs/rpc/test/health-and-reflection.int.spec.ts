import { create, createFileRegistry, fromBinary, fromJson, toBinary, toJson } from '@bufbuild/protobuf';
import { type FileDescriptorProto, FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { LoadService, ProjectService } from '@easement/contracts';
import { pino } from 'pino';
import { type GrpcServer, serveGrpc } from '../src/index.ts';
import { healthService } from '../src/grpc-health.ts';
import { reflectionServices } from '../src/grpc-reflection.ts';
import { routesOf } from './world.ts';

let server: GrpcServer;
let client: Client;

beforeAll(async () => {
  server = await serveGrpc({
    service: 'identity',
    host: '127.0.0.1',
    port: 0,
    routes: routesOf({}),
    log: pino({ level: 'silent' }),
    authenticate: () => {
      throw new Error('health and reflection ask nobody who they are');
    },
  });
  client = new Client(server.address, credentials.createInsecure());
});

afterAll(async () => {
  client.close();
  await server[Symbol.asyncDispose]();
});

const asIs = (bytes: Buffer): Buffer => bytes;

describe('health', () => {
  const [check, watch] = healthService.methods;
  if (!check || !watch) throw new Error('health has no methods');
  const request = (service: string) => Buffer.from(toBinary(check.input, fromJson(check.input, { service })));
  const statusIn = (bytes: Uint8Array) =>
    (toJson(check.output, fromBinary(check.output, bytes)) as { status?: string }).status;
  const ask = (service: string) =>
    new Promise<string | undefined>((resolve, reject) => {
      client.makeUnaryRequest('/grpc.health.v1.Health/Check', asIs, asIs, request(service), (error, answer) => {
        if (error) reject(error);
        else resolve(statusIn(answer ?? Buffer.alloc(0)));
      });
    });

  it.each(['', ProjectService.typeName])('of %j is serving', async (name) => {
    expect(await ask(name)).toBe('SERVING');
  });

  it('of a service that is not here is not found', async () => {
    const error = await ask('no.such.Service').catch((thrown: unknown) => thrown as ServiceError);
    expect(error).toMatchObject({ code: status.NOT_FOUND });
  });

  it('changes for who asks and who watches', async () => {
    const seen: (string | undefined)[] = [];
    const stream = client.makeServerStreamRequest('/grpc.health.v1.Health/Watch', asIs, asIs, request(''));
    stream.on('error', () => undefined);
    const next = () =>
      new Promise<void>((resolve) => stream.once('data', (bytes: Buffer) => resolve(void seen.push(statusIn(bytes)))));
    await next();
    const change = next();
    server.health.set(false);
    await change;
    expect(await ask('')).toBe('NOT_SERVING');
    server.health.set(true);
    stream.cancel();
    expect(seen).toEqual(['SERVING', 'NOT_SERVING']);
  });
});

describe.each(reflectionServices.map((service) => [service.typeName, service] as const))('%s', (typeName, service) => {
  const [info] = service.methods;
  if (!info) throw new Error(`${typeName} has no method`);
  const encode = (request: object) => Buffer.from(toBinary(info.input, fromJson(info.input, request as never)));
  const ask = (...requests: (object | Buffer)[]) =>
    new Promise<Record<string, Record<string, unknown>>[]>((resolve, reject) => {
      const answers: Record<string, Record<string, unknown>>[] = [];
      const stream = client.makeBidiStreamRequest(`/${typeName}/ServerReflectionInfo`, asIs, asIs);
      stream.on('data', (bytes: Buffer) => answers.push(toJson(info.output, fromBinary(info.output, bytes)) as never));
      stream.on('error', reject).on('end', () => resolve(answers));
      for (const each of requests) stream.write(Buffer.isBuffer(each) ? each : encode(each));
      stream.end();
    });

  it('lists every service of the port', async () => {
    const [answer] = await ask({ listServices: '' });
    expect(answer?.['listServicesResponse']?.['service']).toEqual(
      [
        'easement.identity.v1.ProjectService',
        'easement.query.v1.LoadService',
        'easement.identity.v1.DirectoryService',
        'grpc.health.v1.Health',
        'grpc.reflection.v1.ServerReflection',
        'grpc.reflection.v1alpha.ServerReflection',
      ].map((name) => ({ name })),
    );
  });

  it.each([
    LoadService.typeName,
    `${LoadService.typeName}.LoadTable`,
    'easement.query.v1.LoadHeader',
    'grpc.health.v1.HealthCheckResponse',
  ])('describes %s with all it imports, so that a client can build it', async (fileContainingSymbol) => {
    const [answer] = await ask({ fileContainingSymbol });
    const files = filesIn(answer?.['fileDescriptorResponse']);
    const registry = createFileRegistry(create(FileDescriptorSetSchema, { file: files.toReversed() }));
    const name = fileContainingSymbol.replace('.LoadTable', '');
    expect(registry.get(name)?.typeName).toBe(name);
  });

  it('finds a file by its name, and the extension of validation by its number', async () => {
    const [byName, byNumber, numbers] = await ask(
      { fileByFilename: 'easement/query/v1/load_service.proto' },
      { fileContainingExtension: { containingType: 'google.protobuf.FieldOptions', extensionNumber: 1159 } },
      { allExtensionNumbersOfType: 'google.protobuf.FieldOptions' },
    );
    expect(filesIn(byName?.['fileDescriptorResponse'])[0]?.name).toBe('easement/query/v1/load_service.proto');
    expect(filesIn(byNumber?.['fileDescriptorResponse'])[0]?.name).toBe('buf/validate/validate.proto');
    expect(numbers?.['allExtensionNumbersResponse']?.['extensionNumber']).toContain(1159);
  });

  it('survives bytes that are no request', async () => {
    const error = await ask(Buffer.from([0xff, 0xff])).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: status.INVALID_ARGUMENT });
    expect(await ask({ listServices: '' })).toHaveLength(1);
  });

  it('says so when it does not know what is asked, and goes on', async () => {
    const [unknown, known] = await ask({ fileContainingSymbol: 'no.such.Thing' }, { listServices: '' });
    expect(unknown?.['errorResponse']).toMatchObject({ errorCode: status.NOT_FOUND });
    expect(known?.['listServicesResponse']).toBeDefined();
  });
});

function filesIn(answer: Record<string, unknown> | undefined): FileDescriptorProto[] {
  const encoded = (answer?.['fileDescriptorProto'] ?? []) as string[];
  return encoded.map((text) => fromBinary(FileDescriptorProtoSchema, Buffer.from(text, 'base64')));
}
