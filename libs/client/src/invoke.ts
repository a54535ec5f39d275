import type {
  DescMessage,
  DescMethodStreaming,
  DescMethodUnary,
  MessageInitShape,
  MessageShape,
} from '@bufbuild/protobuf';
import type { Transport } from '@connectrpc/connect';
import type { CallOptions } from './call-options.ts';
import { abortable } from './abortable.ts';
import { onlyOne } from './only-one.ts';

/** A method known by its descriptor alone. */
export type AnyMethod<I extends DescMessage, O extends DescMessage> = DescMethodUnary<I, O> | DescMethodStreaming<I, O>;

/**
 * Calls a method, whatever its kind, and answers its messages as they come. A method that takes one request takes the
 * first. Leaving the loop early ends the call.
 */
export async function* invoke<I extends DescMessage, O extends DescMessage>(
  transport: Transport,
  method: AnyMethod<I, O>,
  requests: AsyncIterable<MessageInitShape<I>>,
  options: CallOptions = {},
): AsyncGenerator<MessageShape<O>, void, undefined> {
  const { timeoutMs, headers } = options;
  const { signal, abort } = abortable(options.signal);
  try {
    if (method.methodKind === 'unary') {
      const { message } = await transport.unary(method, signal, timeoutMs, headers, await onlyOne(requests));
      yield message;
    } else {
      yield* (await transport.stream(method, signal, timeoutMs, headers, requests)).message;
    }
  } finally {
    abort();
  }
}
