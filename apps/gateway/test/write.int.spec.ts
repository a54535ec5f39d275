import { createServer, type IncomingMessage, request, type RequestListener } from 'node:http';
import { connect, createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, type Server } from 'node:net';
import type { HttpResponse } from '@easement/rpc';
import { breakOff, finish, write } from '../src/doors/write.ts';
import { versions, type Version } from './visit.ts';

/** Gives `work` an answer whose reader has gone away. */
async function withoutReader(version: Version, work: (response: HttpResponse) => Promise<unknown>): Promise<void> {
  const { promise: done, resolve, reject } = Promise.withResolvers<unknown>();
  const answer = (_: unknown, response: HttpResponse): void => {
    const target: NodeJS.WritableStream = response;
    target.once('close', () => setImmediate(() => void work(response).then(resolve, reject)));
    target.write('the first part');
  };
  const server = version === 'HTTP/2' ? createHttp2Server(answer) : createServer(answer as RequestListener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  leave(version, server);
  await done;
  await new Promise((closed) => server.close(closed));
}

function leave(version: Version, server: Server): void {
  const { port } = server.address() as AddressInfo;
  if (version === 'HTTP/2') {
    const session = connect(`http://127.0.0.1:${port}`);
    session.request().once('response', () => session.destroy());
    return;
  }
  const asked = request({ port, host: '127.0.0.1' }, (response: IncomingMessage) => response.destroy());
  asked.on('error', () => undefined).end();
}

describe.each(versions)('over %s, where the reader has gone', (version) => {
  it('writing waits for nobody', async () => {
    await withoutReader(version, async (response) => {
      for (let part = 0; part < 3; part++) await write(response, Buffer.alloc(1_000_000));
    });
  }, 5_000);

  it('neither ending nor breaking off fails', async () => {
    await withoutReader(version, async (response) => finish(response, 'the last part'));
    await withoutReader(version, async (response) => breakOff(response));
  }, 5_000);
});
