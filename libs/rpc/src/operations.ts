import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

export type Operations = {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Rejects, or answers false, while the service should get no calls: before its migrations are done, and while it drains. */
  readonly ready: () => boolean | Promise<boolean>;
  readonly metrics: Registry;
};

/** What operators ask of a process over plain HTTP: `/livez`, `/readyz` and `/metrics`. */
export async function serveOperations(
  operations: Operations,
): Promise<AsyncDisposable & { readonly address: string; readonly port: number }> {
  const { host } = operations;
  const server = createServer((request, response) => {
    answer(operations, request.url ?? '', response).catch(() => end(response, 500, 'failed'));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(operations.port, host, () => resolve(void server.off('error', reject)));
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://${host}:${port}`,
    port,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer({ ready, metrics }: Operations, path: string, response: ServerResponse): Promise<void> {
  if (path === '/livez') return end(response, 200, 'alive');
  if (path === '/metrics') return end(response, 200, await metrics.metrics(), metrics.contentType);
  if (path !== '/readyz') return end(response, 404, 'not here: ask /livez, /readyz or /metrics');
  const isReady = await Promise.resolve(ready()).catch(() => false);
  return isReady ? end(response, 200, 'ready') : end(response, 503, 'not ready');
}

function end(response: ServerResponse, status: number, text: string, contentType = 'text/plain'): void {
  response.writeHead(status, { 'content-type': contentType }).end(text);
}
