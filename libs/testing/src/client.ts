import type { DescMethodUnary, DescService, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import type { Outgoing, Peer } from '@easement/rpc';

/** The unary RPCs of a service as one caller has them: a request in, an answer or a Refusal out. */
export type Client<S extends DescService> = {
  readonly [
    K in keyof S['method'] as S['method'][K] extends DescMethodUnary ? K : never
  ]: S['method'][K] extends DescMethodUnary<infer I, infer O>
    ? (request: MessageInitShape<I>) => Promise<MessageShape<O>>
    : never;
};

type AnyMethod = (request: object, call: Outgoing) => unknown;

/** Calls a peer, each time with a call that `newCall` makes. */
export function clientOf<S extends DescService>(desc: S, peer: Peer<S>, newCall: () => Outgoing): Client<S> {
  const methods = peer as Readonly<Record<string, AnyMethod>>;
  return Object.fromEntries(
    desc.methods
      .filter(({ methodKind }) => methodKind === 'unary')
      .map(({ localName }) => [localName, (request: object) => methods[localName]?.(request, newCall())]),
  ) as Client<S>;
}
