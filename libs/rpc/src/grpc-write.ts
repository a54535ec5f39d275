import { type Message, toBinary } from '@bufbuild/protobuf';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { bufferOf } from './grpc-definition.ts';
import type { Run } from './run.ts';

/** How many bytes may be on their way before the producer waits: enough to keep a connection busy, no more. */
const mostPending = 256 * 1024;

/** Writes messages no faster than the caller reads them. Throws why the call ended, if it ends before the last one. */
export async function writeEach(
  run: Run,
  call: ServerWritableStream<Buffer, Buffer>,
  messages: AsyncIterable<Message>,
): Promise<void> {
  let pending = 0;
  let resume: (() => void) | undefined;
  const { signal } = run.controller;
  const onAbort = (): void => resume?.();
  run.abortListeners.add(onAbort);
  try {
    for await (const message of messages) {
      const bytes = bufferOf(toBinary(run.method.desc.output, message));
      pending += bytes.length;
      call.write(bytes, () => {
        pending -= bytes.length;
        if (pending <= mostPending) resume?.();
      });
      if (pending > mostPending) await new Promise<void>((resolve) => (resume = resolve));
      signal.throwIfAborted();
    }
  } finally {
    run.abortListeners.delete(onAbort);
  }
}
