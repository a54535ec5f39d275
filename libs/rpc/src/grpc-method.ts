import { fromBinary, type Message, toBinary } from '@bufbuild/protobuf';
import type {
  sendUnaryData,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
  UntypedHandleCall,
} from '@grpc/grpc-js';
import { answerStream, answerUnary, answerUpload, type Read } from './answer.ts';
import { bufferOf } from './grpc-definition.ts';
import type { Admission } from './grpc-admission.ts';
import { brokenOff } from './grpc-give-up.ts';
import { toServiceError } from './grpc-status.ts';
import { writeEach } from './grpc-write.ts';
import { messageTooLarge } from './limits.ts';
import { unreadable } from './message.ts';
import type { Mounted } from './pipeline.ts';
import { RpcError } from './rpc-error.ts';
import { callerLeft, failRun, type Run } from './run.ts';

/** The handler of one RPC as grpc-js calls it. */
export function grpcMethod(method: Mounted, take: Admission['take']): UntypedHandleCall {
  switch (method.desc.methodKind) {
    case 'unary':
      return (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
        const run = take(call.metadata);
        void settle(() => answerUnary(run, reader(run, call.request)), run, callback);
      };
    case 'client_streaming':
      return (call: ServerReadableStream<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
        const run = take(call.metadata);
        void settle(() => answerUpload(run, readers(run, call)), run, callback);
      };
    case 'server_streaming':
      return (call: ServerWritableStream<Buffer, Buffer>) => {
        void sendStream(take(call.metadata), call);
      };
    case 'bidi_streaming':
      throw new Error(`${method.name} streams both ways, which no mount serves; split it in two`);
  }
}

async function settle(answer: () => Promise<Message>, run: Run, callback: sendUnaryData<Buffer>): Promise<void> {
  try {
    const message = await answer();
    callback(null, bufferOf(toBinary(run.method.desc.output, message)));
  } catch (thrown) {
    callback(toServiceError(thrown instanceof RpcError ? thrown : failRun(run, thrown)));
  }
}

async function sendStream(run: Run, call: ServerWritableStream<Buffer, Buffer>): Promise<void> {
  try {
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
