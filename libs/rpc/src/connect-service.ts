import type { DescService, Message } from '@bufbuild/protobuf';
import { ConnectError, type HandlerContext, type ServiceImpl } from '@connectrpc/connect';
import { answerStream, answerUnary, answerUpload, type Read } from './answer.ts';
import { fromLibrary, toConnectError } from './connect-error.ts';
import { RpcError } from './rpc-error.ts';
import { failRun, type Run } from './run.ts';

type TakeRun = (context: HandlerContext) => Run;

/** The handlers of a service as Connect calls them. `takeRun` finds the run that the gate has opened. */
export function connectService(desc: DescService, takeRun: TakeRun): ServiceImpl<DescService> {
  return Object.fromEntries(
    desc.methods.map(({ localName, methodKind }) => [localName, connectMethod(methodKind, takeRun)]),
  ) as ServiceImpl<DescService>;
}

function connectMethod(kind: string, takeRun: TakeRun): unknown {
  switch (kind) {
    case 'unary':
      return (request: Message, context: HandlerContext) => {
        const run = takeRun(context);
        return translated(
          run,
          answerUnary(run, () => request),
        );
      };
    case 'client_streaming':
      return (requests: AsyncIterable<Message>, context: HandlerContext) => {
        const run = takeRun(context);
        return translated(run, answerUpload(run, readers(run, requests)));
      };
    case 'server_streaming':
      return (request: Message, context: HandlerContext) => download(takeRun(context), request);
    default:
      throw new Error(`${kind} is not served over Connect`);
  }
}

async function translated(run: Run, answer: Promise<Message>): Promise<Message> {
  try {
    return await answer;
  } catch (thrown) {
    throw translate(run, thrown);
  }
}

async function* download(run: Run, request: Message): AsyncGenerator<Message, void, undefined> {
  try {
    yield* answerStream(run, () => request);
  } catch (thrown) {
    throw translate(run, thrown);
  }
}

async function* readers(run: Run, requests: AsyncIterable<Message>): AsyncGenerator<Read, void, undefined> {
  try {
    for await (const request of requests) yield () => request;
  } catch (thrown) {
    const { pipeline, method } = run;
    throw thrown instanceof ConnectError
      ? fromLibrary(thrown, pipeline.limits.messageBytes, method.desc.input)
      : thrown;
  }
}

function translate(run: Run, thrown: unknown): ConnectError {
  return toConnectError(thrown instanceof RpcError ? thrown : failRun(run, thrown));
}
