import { createConnectRouter, createContextKey, createContextValues, type HandlerContext } from '@connectrpc/connect';
import type { UniversalHandler, UniversalServerRequest, UniversalServerResponse } from '@connectrpc/connect/protocol';
import { compressionGzip } from '@connectrpc/connect-node';
import { Refusal } from '@easement/domain';
import { fromLibrary, toConnectError } from './connect-error.ts';
import { errorIn } from './connect-library.ts';
import { connectService } from './connect-service.ts';
import { type Body, exchange } from './connect-exchange.ts';
import type { HttpRequest, HttpResponse } from './http-body.ts';
import { readTimeout } from './connect-timeout.ts';
import { endRuns } from './drain.ts';
import { grpcPath } from './grpc-definition.ts';
import { headersTooLarge, hourMs } from './limits.ts';
import { jsonOptions } from './plain-json.ts';
import { createPipeline, type Mounted, type Pipeline, type Serving } from './pipeline.ts';
import type { RpcError } from './rpc-error.ts';
import { admit, failRun, leaveRun, openRun, orAborted, type Run } from './run.ts';

/** Handlers mounted on Connect and gRPC-Web. Disposing waits for the calls under way, as a gRPC server does. */
export type ConnectMount = AsyncDisposable & {
  readonly pipeline: Pipeline;
  /** Answers the request if its path is that of an RPC; else says so and leaves it alone. */
  readonly handle: (request: HttpRequest, response: HttpResponse) => boolean;
};

/** What we keep of a call beside what the library does. */
type Slot = {
  readonly timeout: ReturnType<typeof readTimeout>;
  /** Aborts when the caller goes away; the library's own signal does so too when the library refuses a call by itself. */
  readonly left: AbortSignal;
  run: Run | undefined;
  /** Whether the call has reached our handlers: until then, failures are the library's. */
  isAnswering: boolean;
  failure: RpcError | undefined;
};

const slotKey = createContextKey<Slot | undefined>(undefined);

/** Mounts handlers on Connect (JSON and binary, HTTP/1.1 and h2c) and gRPC-Web, behind the pipeline of gRPC. */
export function mountConnect(serving: Serving): ConnectMount {
  const pipeline = createPipeline(serving);
  const byPath = new Map(pipeline.methods.map((method) => [grpcPath(method.desc), method]));
  const router = createConnectRouter({
    grpc: false,
    acceptCompression: [compressionGzip],
    readMaxBytes: pipeline.limits.messageBytes,
    // Ours hold: the headers with a caller's timeout do not reach the library, whose own would race with our deadline.
    maxTimeoutMs: hourMs,
    jsonOptions,
    requestGate: (context) => gate(pipeline, byPath, context),
  });
  for (const { desc } of serving.routes) router.service(desc, connectService(desc, takeRun));
  const handlers = new Map(router.handlers.map((handler) => [handler.requestPath, handler]));
  return {
    pipeline,
    handle(request, response) {
      const handler = handlers.get(request.url?.split('?', 1)[0] ?? '');
      if (handler)
        void exchange(request, response, (...asked) => answer(handler, pipeline.limits.messageBytes, ...asked));
      return handler !== undefined;
    },
    [Symbol.asyncDispose]: () => endRuns(pipeline),
  };
}

/** Runs before the body is read: who may not call costs no more than the headers. */
async function gate(pipeline: Pipeline, byPath: ReadonlyMap<string, Mounted>, context: HandlerContext): Promise<void> {
  const slot = slotOf(context);
  if (slot.failure) throw toConnectError(slot.failure);
  const method = byPath.get(grpcPath(context.method));
  if (!method) throw new Error(`${context.method.name} is mounted without a method`);
  const { timeout } = slot;
  const run = openRun(pipeline, method, {
    headers: (name) => context.requestHeader.get(name) ?? undefined,
    timeoutMs: timeout instanceof Refusal ? undefined : timeout,
  });
  slot.run = run;
  const onAbort = (): void => {
    if (slot.isAnswering || slot.left.aborted) leaveRun(run);
  };
  context.signal.addEventListener('abort', onAbort, { once: true });
  try {
    assertFit(context.requestHeader, pipeline.limits.headerBytes);
    await admit(run);
    if (timeout instanceof Refusal) throw timeout;
  } catch (thrown) {
    throw toConnectError(failRun(run, thrown));
  }
}

function assertFit(headers: globalThis.Headers, most: number): void {
  const bytes = [...headers].reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (bytes > most) throw headersTooLarge(most, bytes);
}

function takeRun(context: HandlerContext): Run {
  const slot = slotOf(context);
  if (!slot.run) throw new Error(`${context.method.name} is answered without having passed the gate`);
  slot.isAnswering = true;
  return slot.run;
}

function slotOf({ values, method }: HandlerContext): Slot {
  const slot = values.get(slotKey);
  if (!slot) throw new Error(`${method.name} is called without our context`);
  return slot;
}

/** What the library refuses by itself has no reason: the same call is answered once more, with the reason. */
async function answer(
  handler: UniversalHandler,
  messageBytes: number,
  asked: UniversalServerRequest,
  body: Body,
): Promise<UniversalServerResponse> {
  const timeout = readTimeout(asked.header);
  const slot: Slot = { timeout, left: asked.signal, run: undefined, isAnswering: false, failure: undefined };
  asked.header.delete('connect-timeout-ms');
  asked.header.delete('grpc-timeout');
  asked.contextValues = createContextValues().set(slotKey, slot);
  try {
    const answered = await handler({ ...asked, body: readInTime(body, slot) });
    const { run } = slot;
    if (!run || slot.isAnswering || run.isEnded) return answered;
    const error = await errorIn(answered);
    const { signal } = run.controller;
    const why: unknown = signal.aborted ? signal.reason : fromLibrary(error, messageBytes, run.method.desc.input);
    slot.failure = failRun(run, why);
    return await handler({ ...asked, body: emptyBody() });
  } catch (thrown) {
    if (slot.run && !slot.isAnswering) failRun(slot.run, thrown);
    throw thrown;
  }
}

/** The body of a request, no longer than its call lasts: who sends it slowly is answered at the deadline. */
async function* readInTime(body: Body, slot: Slot): Body {
  try {
    for (;;) {
      // A handler that reads for itself looks after its end by itself.
      const next = await (slot.run && !slot.isAnswering ? orAborted(slot.run, body.next()) : body.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Not awaited: it waits for a chunk that is still to come.
    void body.return().catch(() => undefined);
  }
}

async function* emptyBody(): AsyncGenerator<Uint8Array, void, undefined> {
  // The gate ends the call before anybody reads.
}
