import { fromBinary, type Message, toBinary } from '@bufbuild/protobuf';
import type {
  Metadata,
  sendUnaryData,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
  UntypedHandleCall,
} from '@grpc/grpc-js';
import { answerStream, answerUnary, answerUpload, type Read } from './answer.ts';
import { bufferOf } from './grpc-definition.ts';
import { brokenOff } from './grpc-give-up.ts';
import { toServiceError } from './grpc-status.ts';
import { writeEach } from './grpc-write.ts';
import { messageTooLarge } from './limits.ts';
import { unreadable } from './message.ts';
import type { Mounted, Pipeline } from './pipeline.ts';
import { RpcError } from './rpc-error.ts';
import { admit, callerLeft, failRun, leaveRun, openRun, type Run } from './run.ts';

/** The handler of one RPC as grpc-js calls it. */
export function grpcMethod(pipeline: Pipeline, method: Mounted): UntypedHandleCall {
  switch (method.desc.methodKind) {
    case 'unary':
      return (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
        const run = openGrpcRun(pipeline, method, call);
        void settle(run, () => answerUnary(run, reader(run, call.request)), callback);
      };
    case 'client_streaming':
      return (call: ServerReadableStream<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
        const run = openGrpcRun(pipeline, method, call);
        void settle(run, () => answerUpload(run, readers(run, call)), callback);
      };
    case 'server_streaming':
      return (call: ServerWritableStream<Buffer, Buffer>) => {
        void sendStream(openGrpcRun(pipeline, method, call), call);
      };
    case 'bidi_streaming':
      throw new Error(`${method.name} streams both ways, which no mount serves; split it in two`);
  }
}

type GrpcCall = {
  readonly metadata: Metadata;
  getDeadline(): Date | number;
  on(event: 'cancelled', listener: () => void): unknown;
};

function openGrpcRun(pipeline: Pipeline, method: Mounted, call: GrpcCall): Run {
  const deadline = Number(call.getDeadline());
  const run = openRun(pipeline, method, {
    headers: (name) => call.metadata.get(name)[0]?.toString(),
    timeoutMs: Number.isFinite(deadline) ? deadline - Date.now() : undefined,
  });
  call.on('cancelled', () => leaveRun(run));
  return run;
}

async function settle(run: Run, answer: () => Promise<Message>, callback: sendUnaryData<Buffer>): Promise<void> {
  try {
    await admit(run);
    const message = await answer();
    callback(null, bufferOf(toBinary(run.method.desc.output, message)));
  } catch (thrown) {
    callback(toServiceError(thrown instanceof RpcError ? thrown : failRun(run, thrown)));
  }
}

async function sendStream(run: Run, call: ServerWritableStream<Buffer, Buffer>): Promise<void> {
  try {
    await admit(run);
    await writeEach(run, call, answerStream(run, reader(run, call.request)));
    call.end();
  } catch (thrown) {
    call.emit('error', toServiceError(thrown instanceof RpcError ? thrown : failRun(run, thrown)));
  }
}

async function* readers(run: Run, call: ServerReadableStream<Buffer, Buffer>): AsyncGenerator<Read, void, undefined> {
  for await (const bytes of call) yield reader(run, bytes as Buffer);
}

function reader({ pipeline, method }: Run, bytes: Buffer): Read {
  return () => {
    const { messageBytes } = pipeline.limits;
    if (bytes.equals(brokenOff)) throw callerLeft();
    if (bytes.length > messageBytes) throw messageTooLarge(messageBytes, bytes.length);
    try {
      return fromBinary(method.desc.input, bytes);
    } catch {
      throw unreadable(method.desc.input);
    }
  };
}
