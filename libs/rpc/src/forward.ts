import type { DescService } from '@bufbuild/protobuf';
import type { Call, Handlers } from './handler.ts';
import { onBehalf, type Outgoing } from './outgoing.ts';
import type { Peer } from './peer.ts';

/** Handlers that pass every RPC of a service on to the peer that has it, for whoever called. Streams pass as they come. */
export function forward<S extends DescService>(desc: S, peer: Peer<S>): Handlers<S> {
  const methods = peer as Readonly<Record<string, (request: unknown, call: Outgoing) => unknown>>;
  return Object.fromEntries(
    desc.methods.map(({ localName, parent }) => {
      const method = methods[localName];
      if (!method) throw new Error(`the peer of ${parent.typeName} has no ${localName}`);
      return [localName, (request: unknown, call: Call) => method(request, onBehalf(call))];
    }),
  ) as Handlers<S>;
}
