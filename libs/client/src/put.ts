import { Code, ConnectError } from '@connectrpc/connect';

export type PutRequest = {
  readonly url: string;
  readonly headers: Headers;
  readonly body: Blob | Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (sentBytes: number) => void;
};

export type PutAnswer = { readonly status: number; readonly text: string };

/** Sends a body to a plain door. */
export type Put = (request: PutRequest) => Promise<PutAnswer>;

/** Fetch does not tell how far it is, so progress is nothing, then everything. */
export function putByFetch(fetch: typeof globalThis.fetch): Put {
  return async ({ url, headers, body, signal, onProgress }) => {
    onProgress(0);
    const response = await fetch(url, { method: 'PUT', headers, body, ...(signal ? { signal } : {}) });
    const text = await response.text();
    onProgress(body instanceof Blob ? body.size : body.byteLength);
    return { status: response.status, text };
  };
}

export function unreachable(cause?: unknown): ConnectError {
  return new ConnectError('the server cannot be reached', Code.Unavailable, undefined, undefined, cause);
}
