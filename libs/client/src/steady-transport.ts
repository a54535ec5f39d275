import type { DescMessage, DescMethodStreaming, MessageInitShape } from '@bufbuild/protobuf';
import type { ContextValues, StreamResponse, Transport } from '@connectrpc/connect';
import type { HeaderSource } from './call-options.ts';
import { toEasementError } from './easement-error.ts';
import { onlyOne } from './only-one.ts';
import { identified, newRequestId, requestIdHeader } from './request-id.ts';
import { type Bounds, repeatedly, type Repeating } from './retry.ts';

/** What holds for every call of a client. */
export type CallPolicy = Repeating & {
  readonly token: () => string | undefined | Promise<string | undefined>;
  /** The deadline, in milliseconds, of a call that streams nothing and names none. */
  readonly timeoutMs: number;
};

type CallContext = { readonly policy: CallPolicy; readonly bounds: Bounds; readonly header: HeaderSource };

/**
 * A transport whose calls carry the token and a request id, are made again where that is safe, keep one deadline over
 * all attempts, and throw EasementError. A request that streams is made once: only its sender knows how to begin anew.
 */
export function steadyTransport(base: Transport, policy: CallPolicy): Transport {
  return {
    unary: async (method, signal, timeoutMs, header: HeaderSource, input, contextValues) => {
      const { message, requestId } = identified(method.input, input);
      const bounds = boundsOf(requestId, signal, timeoutMs ?? policy.timeoutMs);
      const context = { policy, bounds, header };
      return await repeatedly(policy, bounds, async () =>
        base.unary(method, signal, left(bounds), await headersOf(context), message, contextValues),
      );
    },
    stream: async (method, signal, timeoutMs, header: HeaderSource, input, contextValues) => {
      if (method.methodKind === 'server_streaming') {
        return await openStream(base, policy, { method, signal, timeoutMs, header, input, contextValues });
      }
      const bounds = boundsOf(newRequestId(), signal, timeoutMs);
      const headers = await headersOf({ policy, bounds, header });
      try {
        const response = await base.stream(method, signal, timeoutMs, headers, input, contextValues);
        return { ...response, message: readOn(response.message[Symbol.asyncIterator](), bounds) };
      } catch (error) {
        throw toEasementError(error, bounds);
      }
    },
  };
}

type StreamCall<I extends DescMessage, O extends DescMessage> = {
  readonly method: DescMethodStreaming<I, O>;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number | undefined;
  readonly header: HeaderSource;
  readonly input: AsyncIterable<MessageInitShape<I>>;
  readonly contextValues: ContextValues | undefined;
};

/** Waits for the first message, since a stream reports its refusal only there, and until then it may be opened anew. */
async function openStream<I extends DescMessage, O extends DescMessage>(
  base: Transport,
  policy: CallPolicy,
  call: StreamCall<I, O>,
): Promise<StreamResponse<I, O>> {
  const { message, requestId } = identified(call.method.input, await onlyOne(call.input));
  const bounds = boundsOf(requestId, call.signal, call.timeoutMs);
  const context = { policy, bounds, header: call.header };
  return await repeatedly(policy, bounds, async () => {
    const headers = await headersOf(context);
    const timeoutMs = left(bounds);
    const opened = await base.stream(call.method, call.signal, timeoutMs, headers, once(message), call.contextValues);
    const messages = opened.message[Symbol.asyncIterator]();
    const first = await messages.next();
    return { ...opened, message: readOn(messages, bounds, first) };
  });
}

async function* readOn<T>(rest: AsyncIterator<T>, bounds: Bounds, first?: IteratorResult<T>): AsyncGenerator<T> {
  try {
    for (let next = first ?? (await rest.next()); !next.done; next = await rest.next()) yield next.value;
  } catch (error) {
    throw toEasementError(error, bounds);
  }
}

async function* once<T>(message: T): AsyncGenerator<T> {
  yield message;
}

/** As the transports do, takes a timeout of 0 for none. */
function boundsOf(requestId: string, signal: AbortSignal | undefined, timeoutMs: number | undefined): Bounds {
  return { requestId, signal, deadline: timeoutMs ? Date.now() + timeoutMs : Infinity };
}

function left({ deadline }: Bounds): number | undefined {
  return deadline === Infinity ? undefined : Math.max(1, deadline - Date.now());
}

async function headersOf({ policy, bounds, header }: CallContext): Promise<Headers> {
  const headers = new Headers(header);
  const token = await policy.token();
  if (token && !headers.has('authorization')) headers.set('authorization', `Bearer ${token}`);
  if (!headers.has(requestIdHeader)) headers.set(requestIdHeader, bounds.requestId);
  return headers;
}
