import { Code } from '@connectrpc/connect';
import type { PutRequest } from './put.ts';
import { putBy, type Xhr } from './put-by-xhr.ts';

type Recorded = { opened: string[]; headers: Record<string, string>; sent: unknown[]; aborted: number };

/** As a browser's behaves, played by the spec. */
function browserRequest(): { xhr: Xhr; recorded: Recorded; progress: (loaded: number) => void } {
  const recorded: Recorded = { opened: [], headers: {}, sent: [], aborted: 0 };
  const xhr: Xhr = {
    upload: { onprogress: null },
    status: 200,
    responseText: '{"rowCount":"1"}',
    onload: null,
    onerror: null,
    onabort: null,
    open: (method, url) => recorded.opened.push(method, url),
    setRequestHeader: (name, value) => (recorded.headers[name] = value),
    send: (body) => recorded.sent.push(body),
    abort: () => {
      recorded.aborted++;
      xhr.onabort?.();
    },
  };
  return { xhr, recorded, progress: (loaded) => xhr.upload.onprogress?.({ loaded }) };
}

function request(change: Partial<PutRequest> = {}): PutRequest {
  const headers = new Headers({ authorization: 'Bearer a-secret' });
  return {
    url: '/tables/tbl_1/rows',
    headers,
    body: new Blob(['x']),
    signal: undefined,
    onProgress: () => undefined,
    ...change,
  };
}

describe('putBy', () => {
  it('sends the body with its headers and answers status and text', async () => {
    const { xhr, recorded } = browserRequest();
    const body = new Blob(['a,b']);
    const answer = putBy(xhr, request({ body }));
    xhr.onload?.();
    expect(await answer).toEqual({ status: 200, text: '{"rowCount":"1"}' });
    expect(recorded).toMatchObject({
      opened: ['PUT', '/tables/tbl_1/rows'],
      headers: { authorization: 'Bearer a-secret' },
    });
    expect(recorded.sent).toEqual([body]);
  });

  it('passes on how far it is', async () => {
    const { xhr, progress } = browserRequest();
    const sent: number[] = [];
    const answer = putBy(xhr, request({ onProgress: (bytes) => sent.push(bytes) }));
    progress(10);
    progress(20);
    xhr.onload?.();
    await answer;
    expect(sent).toEqual([10, 20]);
  });

  it('says unavailable if nobody is there', async () => {
    const { xhr } = browserRequest();
    const answer = putBy(xhr, request());
    xhr.onerror?.();
    await expect(answer).rejects.toMatchObject({ code: Code.Unavailable });
  });

  it('stops when the signal aborts, and sends nothing if it has', async () => {
    const controller = new AbortController();
    const first = browserRequest();
    const answer = putBy(first.xhr, request({ signal: controller.signal }));
    controller.abort();
    await expect(answer).rejects.toMatchObject({ code: Code.Canceled });
    expect(first.recorded.aborted).toBe(1);

    const second = browserRequest();
    await expect(putBy(second.xhr, request({ signal: controller.signal }))).rejects.toMatchObject({
      code: Code.Canceled,
    });
    expect(second.recorded.sent).toEqual([]);
  });
});
