import type {
  DescMessage,
  DescMethod,
  DescMethodClientStreaming,
  DescMethodServerStreaming,
  MessageInitShape,
  MessageShape,
} from '@bufbuild/protobuf';
import { Refusal } from '@easement/domain';
import { answerStream, answerUpload, type Read } from './answer.ts';
import { readTimeout } from './connect-timeout.ts';
import type { Headers } from './headers.ts';
import { headersTooLarge } from './limits.ts';
import { makeMessage } from './message.ts';
import type { Pipeline } from './pipeline.ts';
import { admit, failRun, leaveRun, openRun, orAborted, type Run } from './run.ts';

/** What a plain HTTP request says of the call it makes; how long it waits stands in `connect-timeout-ms`. */
export type PlainCaller = {
  readonly headers: Headers;
  /** Of all headers together, names and values. */
  readonly headerBytes: number;
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal;
};

/** Reads what is asked, or refuses it. Called once the caller is admitted: nobody else learns what is wrong with it. */
export type Ask<T> = () => Promise<T>;

/** Calls an RPC that takes a stream, from a door without a protocol, behind the pipeline of a mount. Throws RpcError. */
export async function uploadPlainly<I extends DescMessage, O extends DescMessage>(
  pipeline: Pipeline,
  method: DescMethodClientStreaming<I, O>,
  caller: PlainCaller,
  ask: Ask<AsyncIterable<MessageInitShape<I>>>,
): Promise<MessageShape<O>> {
  const { run, asked } = await open(pipeline, method, caller, ask);
  return (await answerUpload(run, readers(run, asked))) as MessageShape<O>;
}

/** Calls an RPC that answers a stream, likewise. Whoever stops taking it ends the call. Throws RpcError. */
export async function* downloadPlainly<I extends DescMessage, O extends DescMessage>(
  pipeline: Pipeline,
  method: DescMethodServerStreaming<I, O>,
  caller: PlainCaller,
  ask: Ask<MessageInitShape<I>>,
): AsyncGenerator<MessageShape<O>, void, undefined> {
  const { run, asked } = await open(pipeline, method, caller, ask);
  const answers = answerStream(run, () => makeMessage(method.input, asked));
  for await (const answer of answers) yield answer as MessageShape<O>;
}

async function open<T>(
  pipeline: Pipeline,
  desc: DescMethod,
  { headers, headerBytes, signal }: PlainCaller,
  ask: Ask<T>,
): Promise<{ readonly run: Run; readonly asked: T }> {
  const method = pipeline.methods.find((mounted) => mounted.desc === desc);
  if (!method) throw new Error(`${desc.name} is called by a plain door, but not mounted`);
  const timeout = readTimeout({ get: (name) => headers(name) ?? null });
  const run = openRun(pipeline, method, { headers, timeoutMs: timeout instanceof Refusal ? undefined : timeout });
  if (signal.aborted) leaveRun(run);
  signal.addEventListener('abort', () => leaveRun(run), { once: true });
  try {
    const most = pipeline.limits.headerBytes;
    if (headerBytes > most) throw headersTooLarge(most, headerBytes);
    await admit(run);
    if (timeout instanceof Refusal) throw timeout;
    return { run, asked: await orAborted(run, ask()) };
  } catch (thrown) {
    throw failRun(run, thrown);
  }
}

async function* readers(run: Run, requests: AsyncIterable<object>): AsyncGenerator<Read, void, undefined> {
  const { input } = run.method.desc;
  for await (const request of requests) yield () => makeMessage(input, request);
}
