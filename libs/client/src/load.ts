import { clone, create, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf';
import type { CallOptions } from './call-options.ts';
import { LoadHeaderSchema, type LoadTableResponse } from '@easement/contracts';
import type { Lines } from './lines.ts';
import { loadByDoor } from './load-door.ts';
import { chunksOf, type LoadSource, type OpenSource, openSource } from './load-source.ts';
import { newRequestId, requestIdHeader } from './request-id.ts';
import { repeatedly } from './retry.ts';

export type LoadRequest = MessageInitShape<typeof LoadHeaderSchema> & {
  readonly source: LoadSource;
  /** Of the source, for the progress, where only the caller knows. */
  readonly totalBytes?: number;
  readonly onProgress?: (progress: LoadProgress) => void;
};

export type LoadProgress = {
  /** Bytes handed over so far; begins anew where the load does. */
  readonly sentBytes: number;
  readonly totalBytes: number | undefined;
};

export type LoadHeader = MessageShape<typeof LoadHeaderSchema>;

/** One file on its way up. */
export type Upload = {
  readonly header: LoadHeader;
  readonly body: LoadSource;
  readonly source: OpenSource;
  readonly onProgress: (sentBytes: number) => void;
  readonly options: CallOptions;
};

/**
 * Loads a file into a table: all of it, or nothing. Where requests may stream (Node) it goes up as one streaming call;
 * elsewhere (browsers) by the plain door, which loads into a table that is there.
 */
export async function loadTable(
  lines: Lines,
  { source: body, totalBytes, onProgress, ...init }: LoadRequest,
  options: CallOptions = {},
): Promise<LoadTableResponse> {
  const source = openSource(body);
  const header = clone(LoadHeaderSchema, create(LoadHeaderSchema, init));
  header.requestId ||= newRequestId();
  header.byteCount ||= BigInt(source.size ?? totalBytes ?? 0);
  const upload: Upload = {
    header,
    body,
    source,
    onProgress: (sentBytes) => onProgress?.({ sentBytes, totalBytes: totalBytes ?? source.size }),
    options: { ...options, headers: { ...options.headers, [requestIdHeader]: header.requestId } },
  };
  return await sendRepeatedly(lines, upload);
}

async function sendRepeatedly(lines: Lines, upload: Upload): Promise<LoadTableResponse> {
  const { header, source, options } = upload;
  const { policy } = lines;
  const retry = { ...policy.retry, ...(source.isRepeatable ? {} : { attempts: 1 }) };
  const { put } = lines.connection;
  const deadline = options.timeoutMs ? Date.now() + options.timeoutMs : Infinity;
  const bounds = { requestId: header.requestId, signal: options.signal, deadline };
  return await repeatedly({ ...policy, retry }, bounds, () =>
    put ? loadByDoor(lines, put, upload) : lines.clients.loads.loadTable(parts(upload), options),
  );
}

async function* parts({ header, source, onProgress }: Upload) {
  yield { part: { case: 'header' as const, value: header } };
  let sentBytes = 0;
  onProgress(sentBytes);
  for await (const chunk of chunksOf(source.open())) {
    yield { part: { case: 'chunk' as const, value: chunk } };
    onProgress((sentBytes += chunk.byteLength));
  }
}
