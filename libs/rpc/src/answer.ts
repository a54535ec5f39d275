import { setTimeout as pause } from 'node:timers/promises';
import type { Message } from '@bufbuild/protobuf';
import { Code } from '@easement/contracts';
import { callOf } from './call.ts';
import type { Call } from './handler.ts';
import { makeMessage } from './message.ts';
import { RpcError } from './rpc-error.ts';
import { assertShortLists } from './list-lengths.ts';
import { endRun, failRun, leaveRun, orAborted, type Run } from './run.ts';
import { assertValid } from './validation.ts';

/**
 * How long after its last part an upload counts as whole. A client that goes away may end its stream a moment before it
 * says so (Node does), and half a file must not be taken for all of it.
 */
const breakMs = 10;

/** Reads a message off the wire, or refuses it. Called after the caller is admitted. */
export type Read = () => Message;

/** Answers an admitted unary call. Throws RpcError, and nothing else. */
export async function answerUnary(run: Run, read: Read): Promise<Message> {
  try {
    const request = readValid(run, read);
    const answer = makeMessage(
      run.method.desc.output,
      await orAborted(run, invoke(run, request, callFor(run, request))),
    );
    endRun(run);
    return answer;
  } catch (thrown) {
    throw failRun(run, thrown);
  }
}

/** Answers an admitted call whose requests stream in; they are read no faster than the handler takes them. */
export async function answerUpload(run: Run, requests: AsyncIterable<Read>): Promise<Message> {
  try {
    const answer = await orAborted(run, invoke(run, readEach(run, requests), callFor(run, undefined)));
    const message = makeMessage(run.method.desc.output, answer);
    endRun(run);
    return message;
  } catch (thrown) {
    throw failRun(run, thrown);
  }
}

/**
 * Answers an admitted call with a stream, made no faster than it is taken. Whoever stops taking ends the call, and so does
 * its end while nobody takes: the handler's signal aborts and its generator returns.
 */
export async function* answerStream(run: Run, read: Read): AsyncGenerator<Message, void, undefined> {
  let answers: AsyncIterator<Message> | undefined;
  const stop = (reason: unknown): void => {
    failRun(run, reason);
    answers?.return?.().catch(() => undefined);
  };
  run.abortListeners.add(stop);
  try {
    const request = readValid(run, read);
    answers = stream(run, request, callFor(run, request))[Symbol.asyncIterator]();
    for (;;) {
      const next = await orAborted(run, answers.next());
      if (next.done) break;
      yield makeMessage(run.method.desc.output, next.value);
    }
    endRun(run);
  } catch (thrown) {
    throw failRun(run, thrown);
  } finally {
    leaveRun(run);
  }
}

async function* readEach(run: Run, requests: AsyncIterable<Read>): AsyncGenerator<Message, void, undefined> {
  const each = requests[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await orAborted(run, each.next());
      if (next.done) break;
      yield readValid(run, next.value);
    }
    await orAborted(run, pause(breakMs));
  } finally {
    each.return?.()?.catch(() => undefined);
  }
}

function readValid(run: Run, read: Read): Message {
  const message = read();
  const { input } = run.method.desc;
  // Services ask for as many things at once as the contract lets them, whatever an operator allows to people.
  if (run.actor?.kind !== 'service') assertShortLists(input, message, run.pipeline.limits.listItems);
  assertValid(input, message);
  return message;
}

function callFor(run: Run, request: Message | undefined): Call {
  if (run.actor === undefined) throw new Error(`${run.method.name} was answered before the caller was admitted`);
  return callOf(run, run.actor, request);
}

async function invoke(run: Run, request: unknown, call: Call): Promise<object> {
  return (await handlerOf(run)(request as never, call)) as object;
}

function stream(run: Run, request: unknown, call: Call): AsyncIterable<Message> {
  return handlerOf(run)(request as never, call) as AsyncIterable<Message>;
}

function handlerOf({ method }: Run): (request: never, call: Call) => unknown {
  if (method.handler) return method.handler;
  throw new RpcError(Code.UNIMPLEMENTED, `${method.name} is not served here`);
}
