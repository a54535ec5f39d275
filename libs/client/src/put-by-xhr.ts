import { Code, ConnectError } from '@connectrpc/connect';
import { type Put, type PutAnswer, type PutRequest, unreachable } from './put.ts';

/** The part of a browser's XMLHttpRequest that is used here; these sources know no browser types. */
export type Xhr = {
  readonly upload: { onprogress: ((event: { readonly loaded: number }) => void) | null };
  readonly status: number;
  readonly responseText: string;
  onload: (() => void) | null;
  onerror: (() => void) | null;
  onabort: (() => void) | null;
  readonly open: (method: string, url: string) => void;
  readonly setRequestHeader: (name: string, value: string) => void;
  readonly send: (body: Blob | Uint8Array<ArrayBuffer>) => void;
  readonly abort: () => void;
};

declare const XMLHttpRequest: new () => Xhr;

/** For browsers: the one way there that tells how much of a body is sent. */
export const putByXhr: Put = (request) => putBy(new XMLHttpRequest(), request);

export function putBy(xhr: Xhr, { url, headers, body, signal, onProgress }: PutRequest): Promise<PutAnswer> {
  const abort = () => xhr.abort();
  const answer = new Promise<PutAnswer>((resolve, reject) => {
    xhr.open('PUT', url);
    headers.forEach((value, name) => xhr.setRequestHeader(name, value));
    xhr.upload.onprogress = ({ loaded }) => onProgress(loaded);
    xhr.onload = () => resolve({ status: xhr.status, text: xhr.responseText });
    xhr.onerror = () => reject(unreachable());
    xhr.onabort = () => reject(canceled());
    if (signal?.aborted) reject(canceled());
    else xhr.send(body);
  });
  signal?.addEventListener('abort', abort, { once: true });
  return answer.finally(() => signal?.removeEventListener('abort', abort));
}

function canceled(): ConnectError {
  return new ConnectError('the upload was canceled', Code.Canceled);
}
