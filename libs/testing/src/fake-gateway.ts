import type { DescService } from '@bufbuild/protobuf';
import { type Facts, type OrganizationId, parseId, type PrincipalId, Refusal, type Reason } from '@easement/domain';
import { type Handlers, mountConnect, type Routes, serveHttp } from '@easement/rpc';
import { pino } from 'pino';

/** A server that answers as the gateway does, with handlers of the spec's. */
export type FakeGateway = AsyncDisposable & { readonly url: string };

/** The token that it refuses; it takes every other. */
export const badToken = 'bad-token';

const organization: OrganizationId = parseId('organization', 'org_00000000000000000000000001');
const principal: PrincipalId = parseId('user', 'usr_00000000000000000000000001');

/** Starts it on a port of its own, behind the pipeline of the real one: messages are validated, refusals worded alike. */
export async function startFakeGateway(routes: Routes): Promise<FakeGateway> {
  const connect = mountConnect({
    service: 'gateway',
    routes,
    log: pino({ level: 'silent' }),
    authenticate: (headers) => {
      const token = headers('authorization')?.replace(/^Bearer /, '');
      if (!token || token === badToken) throw refusal('bad_token', 'sign in with a token that is good');
      return { kind: 'principal', organization, principal };
    },
  });
  const fallback: Parameters<typeof serveHttp>[0]['fallback'] = (_, response) => {
    response.statusCode = 404;
    response.end();
  };
  const server = await serveHttp({ host: '127.0.0.1', port: 0, connect, fallback });
  return { url: server.address, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** A service of which the spec needs some RPCs only; the others answer that they are not there. */
export function fakeService<S extends DescService>(desc: S, handlers: Partial<Handlers<S>>): Routes[number] {
  return { desc, handlers, rules: {} };
}

export function refusal(reason: Reason, message: string, facts: Facts = {}): Refusal {
  return new Refusal(reason, message, facts);
}
