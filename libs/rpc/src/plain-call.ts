import type {
  DescMethod,
  DescMethodClientStreaming,
  DescMethodServerStreaming,
  DescMessage,
  MessageInitShape,
  MessageShape,
} from '@bufbuild/protobuf';
import { answerStream, answerUpload, type Read } from './answer.ts';
import type { Headers } from './headers.ts';
import { makeMessage } from './message.ts';
import type { Pipeline } from './pipeline.ts';
import { admit, failRun, leaveRun, openRun, type Run } from './run.ts';

/** What a plain HTTP request says of the call it makes. */
export type PlainCaller = {
  readonly headers: Headers;
  /** How long the caller waits, in milliseconds; undefined if it does not say. */
  readonly timeoutMs: number | undefined;
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal;
};

/** Calls an RPC that takes a stream, from a door without a protocol, behind the pipeline of a mount. Throws RpcError. */
export async function uploadPlainly<I extends DescMessage, O extends DescMessage>(
  pipeline: Pipeline,
  method: DescMethodClientStreaming<I, O>,
  caller: PlainCaller,
  requests: AsyncIterable<MessageInitShape<I>>,
): Promise<MessageShape<O>> {
  const run = await open(pipeline, method, caller);
  return (await answerUpload(run, readers(run, requests))) as MessageShape<O>;
}

/** Calls an RPC that answers a stream, likewise. Whoever stops taking it ends the call. Throws RpcError. */
export async function* downloadPlainly<I extends DescMessage, O extends DescMessage>(
  pipeline: Pipeline,
  method: DescMethodServerStreaming<I, O>,
  caller: PlainCaller,
  request: MessageInitShape<I>,
): AsyncGenerator<MessageShape<O>, void, undefined> {
  const run = await open(pipeline, method, caller);
  const answers = answerStream(run, () => makeMessage(method.input, request));
  for await (const answer of answers) yield answer as MessageShape<O>;
}

async function open(pipeline: Pipeline, desc: DescMethod, caller: PlainCaller): Promise<Run> {
  const method = pipeline.methods.find((mounted) => mounted.desc === desc);
  if (!method) throw new Error(`${desc.name} is called by a plain door, but not mounted`);
  const run = openRun(pipeline, method, caller);
  if (caller.signal.aborted) leaveRun(run);
  caller.signal.addEventListener('abort', () => leaveRun(run), { once: true });
  try {
    await admit(run);
    return run;
  } catch (thrown) {
    throw failRun(run, thrown);
  }
}

async function* readers(run: Run, requests: AsyncIterable<object>): AsyncGenerator<Read, void, undefined> {
  const { input } = run.method.desc;
  for await (const request of requests) yield () => makeMessage(input, request);
}
