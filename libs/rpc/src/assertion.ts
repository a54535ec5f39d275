import { type Actor, parseId, parsePrincipalId, Refusal, type ServiceName, serviceNames } from '@easement/domain';

/** How long an assertion proves what it says. */
export const assertionSeconds = 60;
export const algorithm = 'EdDSA';

/** For whom a service may call: for itself alone, for people too, or for people in the RPC services that are listed. */
export type Voice = { readonly speaksForPeople: boolean | readonly string[] };

/** What an assertion says beside who issued it to whom: `org` is absent for who acts in no organization. */
export type Claims = { readonly sub: string; readonly org?: string };

export function claimsOf(actor: Actor): Claims {
  switch (actor.kind) {
    case 'principal':
      return { sub: actor.principal, org: actor.organization };
    case 'service':
      return { sub: `service:${actor.service}`, ...(actor.organization ? { org: actor.organization } : {}) };
    case 'operator':
      return { sub: 'operator' };
  }
}

/**
 * Reads who acts out of verified claims, or refuses. A service speaks as itself; for others only if it may speak for
 * people somewhere: `assertMaySpeak` says where.
 */
export function actorOf(issuer: ServiceName, { speaksForPeople }: Voice, { sub, org }: Claims): Actor {
  const organization = org === undefined ? undefined : parseId('organization', org);
  if (sub === `service:${issuer}`) return { kind: 'service', service: issuer, organization };
  if (speaksForPeople === false) throw badAssertion();
  if (sub === 'operator') return { kind: 'operator' };
  if (organization === undefined) throw badAssertion();
  return { kind: 'principal', principal: parsePrincipalId(sub), organization };
}

/** Refuses a call in the name of `actor` where its issuer may speak for itself alone. `method` is `package.Service/Method`. */
export function assertMaySpeak({ speaksForPeople }: Voice, actor: Actor, method: string): void {
  if (actor.kind === 'service' || speaksForPeople === true) return;
  const [service = ''] = method.split('/');
  if (speaksForPeople === false || !speaksForPeople.includes(service)) throw badAssertion();
}

export function isServiceName(name: unknown): name is ServiceName {
  return serviceNames.some((known) => known === name);
}

/** One text for whatever is wrong with an assertion; `kind` tells it from a person's bad token, which is no fault. */
export function badAssertion(): Refusal {
  const message = 'the call does not prove who makes it; services sign each call, people call through the gateway';
  return new Refusal('bad_token', message, { kind: 'assertion' });
}
