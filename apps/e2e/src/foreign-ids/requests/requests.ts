import { create, type DescMessage, type DescMethod, type Message, type MessageInitShape } from '@bufbuild/protobuf';
import type { Own } from '../scene.ts';

/** A request about what is a caller's own. */
export type Phrase = (own: Own) => Message;

/** Requests of one method that are valid, and that one of the callers may make. */
export type Requests = { readonly method: DescMethod; readonly phrases: readonly Phrase[] };

/** Several where one has no room for all ids, and where services go other ways for other requests. */
export function requests<I extends DescMessage>(
  method: DescMethod & { readonly input: I },
  ...inits: readonly ((own: Own) => MessageInitShape<I>)[]
): Requests {
  return { method, phrases: inits.map((init) => (own) => create(method.input, init(own))) };
}
