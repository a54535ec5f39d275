import { connect } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import {
  type Code,
  CreateProjectRequestSchema,
  CreateProjectResponseSchema,
  ProjectService,
} from '@easement/contracts';
import { Refusal } from '@easement/domain';
import { assertionHeader, requestIdHeader } from '../src/index.ts';
import { decodeStatus, errorInfoOf } from '../src/rpc-error.ts';
import { gatewaySigner, openWorld, person, until, type World } from './world.ts';

let world: World;
let client: Client;

beforeAll(async () => {
  world = await openWorld({
    createProject: async ({ name }, call) => {
      if (name === 'taken') throw new Refusal('name_taken', '100 % “taken”\nby 7', { name });
      return { project: { name, description: String(call.deadline - Date.now()) } };
    },
  });
  client = new Client(world.grpcAddress, credentials.createInsecure());
});

afterAll(async () => {
  client.close();
  await world[Symbol.asyncDispose]();
});

const path = `/${ProjectService.typeName}/CreateProject`;
const asIs = (bytes: Buffer): Buffer => bytes;
const requestOf = (name: string): Buffer =>
  Buffer.from(toBinary(CreateProjectRequestSchema, create(CreateProjectRequestSchema, { name })));

async function proof(more: Record<string, string> = {}): Promise<Metadata> {
  const metadata = new Metadata();
  metadata.set(assertionHeader, await gatewaySigner.sign(person, 'identity'));
  for (const [name, value] of Object.entries(more)) metadata.set(name, value);
  return metadata;
}

/** Calls as a client that knows nothing of us: bytes, headers and a deadline. */
function ask(bytes: Buffer, metadata: Metadata, options: object = {}, method = path): Promise<Buffer | ServiceError> {
  return new Promise((resolve) => {
    client.makeUnaryRequest(method, asIs, asIs, bytes, metadata, options, (error, answer) =>
      resolve(error ?? answer ?? Buffer.alloc(0)),
    );
  });
}

function projectIn(answer: Buffer | ServiceError) {
  if (!Buffer.isBuffer(answer)) throw answer;
  return fromBinary(CreateProjectResponseSchema, answer).project;
}

function refusalIn(answer: Buffer | ServiceError) {
  if (Buffer.isBuffer(answer)) throw new Error('the call was answered, though it must fail');
  const [details] = answer.metadata.get('grpc-status-details-bin');
  const wire = decodeStatus(details as Buffer);
  expect(wire.code).toBe(answer.code as number as Code);
  const info = errorInfoOf(wire);
  return { reason: info?.reason, facts: info?.metadata, message: wire.message, details: answer.details };
}

it('a call is answered, with the default deadline where it has none', async () => {
  const left = Number(projectIn(await ask(requestOf('x'), await proof()))?.description);
  expect(left).toBeGreaterThan(29_000);
  expect(left).toBeLessThanOrEqual(30_000);
});

it('a longer deadline than there may be is cut', async () => {
  const answer = await ask(requestOf('x'), await proof(), { deadline: Date.now() + 7_200_000 });
  expect(Number(projectIn(answer)?.description)).toBeLessThanOrEqual(60_000);
});

it('a refusal has its reason in the details of the status, and its words in both places', async () => {
  const refusal = refusalIn(await ask(requestOf('taken'), await proof()));
  expect(refusal).toMatchObject({ reason: 'NAME_TAKEN', facts: { name: 'taken' }, message: '100 % “taken”\nby 7' });
  expect(refusal.details).toContain('by 7');
});

it('bytes that are no request are refused', async () => {
  const refusal = refusalIn(await ask(Buffer.from([0x0a, 0x7f, 0x01]), await proof()));
  expect(refusal).toMatchObject({ reason: 'INVALID_FIELD', facts: { field: '' } });
});

it('who proves nothing learns nothing else of what is wrong', async () => {
  const none = new Metadata();
  none.set(requestIdHeader, 'not one');
  expect(refusalIn(await ask(Buffer.from([0xff, 0xff]), none)).reason).toBe('BAD_TOKEN');
  expect(refusalIn(await ask(requestOf(''), new Metadata())).reason).toBe('BAD_TOKEN');
});

it('a message over the limit is refused with the limit', async () => {
  const large = requestOf('x'.repeat(5 * 1024 * 1024));
  expect(refusalIn(await ask(large, await proof()))).toMatchObject({
    reason: 'MESSAGE_TOO_LARGE',
    facts: { limit_bytes: String(4 * 1024 * 1024), bytes: String(large.length) },
  });
});

/** Sends a message compressed. */
async function squeeze(bytes: Buffer, metadata: Metadata): Promise<Buffer | ServiceError> {
  const options = { 'grpc.default_compression_algorithm': 2 };
  const squeezing = new Client(world.grpcAddress, credentials.createInsecure(), options);
  const answer = await new Promise<Buffer | ServiceError>((resolve) => {
    squeezing.makeUnaryRequest(path, asIs, asIs, bytes, metadata, (error, value) =>
      resolve(error ?? value ?? Buffer.alloc(0)),
    );
  });
  squeezing.close();
  return answer;
}

it('a message that grows over the limit when it is unpacked is refused too', async () => {
  const large = requestOf('x'.repeat(5 * 1024 * 1024));
  expect(gzipSync(large).length).toBeLessThan(10_000);
  expect(refusalIn(await squeeze(large, await proof())).reason).toBe('MESSAGE_TOO_LARGE');
});

it('nothing is unpacked for who proves nothing: what even the library refuses is not looked at', async () => {
  const huge = requestOf('x'.repeat(40 * 1024 * 1024));
  expect(await squeeze(huge, await proof())).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
  expect(refusalIn(await squeeze(huge, new Metadata())).reason).toBe('BAD_TOKEN');
});

it('a request that never comes is answered at the deadline, though its caller names none', async () => {
  await using hasty = await openWorld({ limits: { defaultTimeoutMs: 200 } });
  const session = connect(`http://${hasty.grpcAddress}`);
  const headers = {
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    [assertionHeader]: await gatewaySigner.sign(person, 'identity'),
  };
  const silent = session.request(headers, { endStream: false });
  const answer = await new Promise<unknown>((resolve) => {
    for (const event of ['response', 'trailers']) {
      silent.on(event, (received: Record<string, unknown>) => {
        if (received['grpc-status'] !== undefined) resolve(received['grpc-status']);
      });
    }
    silent.resume();
  });
  session.destroy();
  expect(Number(answer)).toBe(status.DEADLINE_EXCEEDED);
  await until(() => hasty.lines.some(({ code }) => code === 'DEADLINE_EXCEEDED'), 'the line');
});

it('an RPC that is not served is unimplemented, whether the service is known or not', async () => {
  const unknown = await ask(requestOf('x'), await proof(), {}, '/no.such.Service/Method');
  expect(unknown).toMatchObject({ code: status.UNIMPLEMENTED });
  const unmounted = await ask(Buffer.alloc(0), await proof(), {}, `/${ProjectService.typeName}/ListProjects`);
  expect(unmounted).toMatchObject({ code: status.UNIMPLEMENTED });
});

it('the header of the caller is the request id, and an odd one is refused', async () => {
  await ask(requestOf('x'), await proof({ [requestIdHeader]: 'from-afar' }));
  await until(() => world.lines.some((line) => line['request_id'] === 'from-afar'), 'the line');
  const refusal = refusalIn(await ask(requestOf('x'), await proof({ [requestIdHeader]: 'a b' })));
  expect(refusal).toMatchObject({ reason: 'INVALID_FIELD', facts: { field: requestIdHeader } });
});
