import type { DescService } from '@bufbuild/protobuf';
import type { ServiceName } from '@easement/domain';
import { type Call, forward, type Handlers } from '@easement/rpc';
import type { Deps } from './deps.ts';

/**
 * Handlers that pass a service on for whoever called. Before each part of a stream that is answered the token is looked
 * at again, so that revoking it ends the stream; what is uploaded is looked at once more before it is complete.
 */
export function passOn<S extends DescService>({ dial, recheck }: Deps, audience: ServiceName, desc: S): Handlers<S> {
  const handlers = forward(desc, dial(audience, desc)) as Readonly<Record<string, AnyHandler>>;
  return Object.fromEntries(
    desc.methods.map(({ localName, methodKind }) => [localName, guard(handlers[localName], methodKind, recheck)]),
  ) as Handlers<S>;
}

type AnyHandler = (request: unknown, call: Call) => unknown;

function guard(handler: AnyHandler | undefined, kind: string, recheck: Deps['recheck']): AnyHandler | undefined {
  if (handler === undefined) return undefined;
  if (kind === 'server_streaming') {
    return (request, call) => eachRechecked(handler(request, call) as AsyncIterable<unknown>, () => recheck(call));
  }
  if (kind === 'client_streaming') {
    return async (requests, call) => {
      const parts = (requests as AsyncIterable<unknown>)[Symbol.asyncIterator]();
      // An upload that is refused for its first part reaches nobody.
      const first = await parts.next();
      return await handler(
        lastRechecked(first, parts, () => recheck(call)),
        call,
      );
    };
  }
  return handler;
}

async function* eachRechecked<T>(parts: AsyncIterable<T>, recheck: () => Promise<void>): AsyncGenerator<T> {
  for await (const part of parts) {
    await recheck();
    yield part;
  }
}

async function* lastRechecked<T>(
  first: IteratorResult<T>,
  rest: AsyncIterator<T>,
  recheck: () => Promise<void>,
): AsyncGenerator<T> {
  if (!first.done) {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => rest };
  }
  await recheck();
}
