import { Code, DirectoryService, ProjectService } from '@easement/contracts';
import {
  asService,
  assertionHeader,
  grpcPeer,
  type GrpcChannel,
  localPeer,
  onBehalf,
  openChannel,
  type Signer,
} from '../src/index.ts';
import { failureOf } from './failure.ts';
import { callFor, gatewaySigner, openWorld, person, sharingSigner, type World } from './world.ts';

let world: World;
let opened: GrpcChannel;
let calls = 0;

beforeAll(async () => {
  world = await openWorld({
    createProject: async () => ({ project: { name: String(++calls) } }),
    getStanding: async () => ({ standings: [{ principalId: String(++calls) }] }),
  });
  opened = openChannel(world.grpcAddress);
});

beforeEach(() => {
  calls = 0;
});

afterAll(async () => {
  opened[Symbol.dispose]();
  await world[Symbol.asyncDispose]();
});

const ways = {
  'over gRPC': (signer: Signer) => {
    const dialled = { channel: opened.channel, signer, audience: 'identity' } as const;
    return { projects: grpcPeer(ProjectService, dialled), directory: grpcPeer(DirectoryService, dialled) };
  },
  'in process': ({ issuer }: Signer) => {
    const dial = { server: () => world.local, issuer, audience: 'identity' } as const;
    return { projects: localPeer(ProjectService, dial), directory: localPeer(DirectoryService, dial) };
  },
};

describe.each(Object.entries(ways))('%s', (_, peers) => {
  describe('an internal RPC', () => {
    it('answers a service on its list', async () => {
      await peers(sharingSigner).directory.getStanding({}, asService(callFor(person)));
      expect(calls).toBe(1);
    });

    it('is not opened by an assertion for a person that is passed on', async () => {
      const failure = await failureOf(peers(gatewaySigner).directory.getStanding({}, onBehalf(callFor(person))));
      expect(failure).toMatchObject({ code: Code.PERMISSION_DENIED, reason: 'MISSING_ROLE' });
      expect(calls).toBe(0);
    });

    it('is closed to a service that is not on its list', async () => {
      const failure = await failureOf(peers(gatewaySigner).directory.getStanding({}, asService(callFor(person))));
      expect(failure.reason).toBe('MISSING_ROLE');
      expect(calls).toBe(0);
    });
  });

  describe('a public RPC', () => {
    it('answers a service that says for whom it asks', async () => {
      await peers(gatewaySigner).projects.createProject({ name: 'x' }, onBehalf(callFor(person)));
      expect(calls).toBe(1);
    });

    it('refuses a service that asks for itself', async () => {
      const failure = await failureOf(
        peers(gatewaySigner).projects.createProject({ name: 'x' }, asService(callFor(person))),
      );
      expect(failure.reason).toBe('MISSING_ROLE');
      expect(calls).toBe(0);
    });

    it('believes no service that may not speak for people', async () => {
      const call = peers(sharingSigner).projects.createProject({ name: 'x' }, onBehalf(callFor(person)));
      // Our own assertion is refused: that is our fault, not the caller's bad token.
      await expect(call).rejects.toThrow('BAD_TOKEN');
      expect(calls).toBe(0);
    });
  });
});

describe('a call', () => {
  it.each([
    ['nothing', undefined],
    ['no assertion', 'x.y.z'],
  ])('refuses a call that brings %s', async (_, assertion) => {
    const headers = new Headers({ 'content-type': 'application/json' });
    if (assertion !== undefined) headers.set(assertionHeader, assertion);
    const url = `${world.httpAddress}/easement.identity.v1.ProjectService/CreateProject`;
    const response = await fetch(url, { method: 'POST', headers, body: '{"name":"x"}' });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('BAD_TOKEN');
    expect(calls).toBe(0);
  });
});
