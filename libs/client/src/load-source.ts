/**
 * The bytes to load: a Blob or File, bytes, a stream, or a function that opens a stream. All but a plain stream can be
 * read again, so a load that broke on the way is made again.
 */
export type LoadSource = Blob | Uint8Array<ArrayBuffer> | AsyncIterable<Uint8Array> | (() => AsyncIterable<Uint8Array>);

export type OpenSource = {
  readonly open: () => AsyncIterable<Uint8Array>;
  readonly isRepeatable: boolean;
  /** In bytes, where it is known before reading. */
  readonly size: number | undefined;
};

/** What one message of an upload may hold: load_service.proto. */
const longestChunk = 1024 * 1024;

export function openSource(source: LoadSource): OpenSource {
  if (typeof source === 'function') return { open: source, isRepeatable: true, size: undefined };
  if (source instanceof Uint8Array) {
    return { open: () => pieces([source]), isRepeatable: true, size: source.byteLength };
  }
  if (source instanceof Blob) return { open: () => blobChunks(source), isRepeatable: true, size: source.size };
  return { open: () => source, isRepeatable: false, size: undefined };
}

/** Cuts what is larger than a message may be. */
export async function* chunksOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const part of bytes) yield* pieces([part]);
}

async function* pieces(parts: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    for (let start = 0; start < part.byteLength; start += longestChunk)
      yield part.subarray(start, start + longestChunk);
  }
}

/** Reads by slices: not every browser can iterate over the stream of a blob. */
async function* blobChunks(blob: Blob): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < blob.size; start += longestChunk) {
    yield new Uint8Array(await blob.slice(start, start + longestChunk).arrayBuffer());
  }
}
