import { createHash, randomUUID } from 'node:crypto';
import { toBinary } from '@bufbuild/protobuf';
import { type LoadHeader, LoadHeaderSchema, type LoadTableRequest } from '@easement/contracts';
import { invalidField, Refusal } from '@easement/domain';
import { receiveUpload, type Upload } from '../engine/files/receive-upload.ts';

/** Takes the header off the front of an upload; answers it with the chunks that follow. Refuses another order. */
export async function readHeader(
  requests: AsyncIterable<LoadTableRequest>,
): Promise<{ readonly header: LoadHeader; readonly chunks: AsyncIterable<Uint8Array> }> {
  const parts = requests[Symbol.asyncIterator]();
  const first = await parts.next();
  if (first.done || first.value.part.case !== 'header') {
    throw invalidField('header', 'an upload begins with a header that says what the file is; send it before any chunk');
  }
  return { header: first.value.part.value, chunks: chunksOf(parts) };
}

async function* chunksOf(parts: AsyncIterator<LoadTableRequest>): AsyncGenerator<Uint8Array> {
  for await (const { part } of { [Symbol.asyncIterator]: () => parts }) {
    if (part.case !== 'chunk') throw invalidField('header', 'an upload has one header; send chunks alone after it');
    yield part.value;
  }
}

/**
 * Writes what the caller sends to a file of its own. Its hash covers header (without the request id) and content: what
 * a repeat must match. Refuses `bad_file` if it has not the size that the header says, and keeps nothing then.
 */
export async function receive(
  folder: string,
  header: LoadHeader,
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Upload> {
  const hash = createHash('sha256').update(toBinary(LoadHeaderSchema, { ...header, requestId: '' }));
  const upload = await receiveUpload(chunks, { folder, name: randomUUID(), maxBytes, hash });
  if (header.byteCount === 0n || header.byteCount === BigInt(upload.byteCount)) return upload;
  await upload[Symbol.asyncDispose]();
  throw brokenOff(header.byteCount, upload.byteCount);
}

function brokenOff(expected: bigint, received: number): Refusal {
  const message = `the upload has ${received} bytes, not the ${expected} that its header says; send the whole file again`;
  return new Refusal('bad_file', message, { bytes: String(received), expected_bytes: String(expected) });
}
