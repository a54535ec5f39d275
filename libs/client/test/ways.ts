import { type Client, type ClientOptions, createClient } from '../src/index.ts';
import type { FakeGateway } from './fake-gateway.ts';

/** The ways a call can take; each spec that is about calls runs over all of them. */
export const ways = ['http2', 'http1', 'fetch'] as const;
export type Way = (typeof ways)[number];

export function connect(gateway: FakeGateway, way: Way, options: Partial<ClientOptions> = {}): Client & Disposable {
  const client = createClient({
    baseUrl: way === 'http2' ? gateway.http2 : gateway.http1,
    token: 'a-secret',
    retry: { firstDelayMs: 1 },
    ...(way === 'http1' ? { httpVersion: '1.1' as const } : {}),
    ...(way === 'fetch' ? { fetch: globalThis.fetch } : {}),
    ...options,
  });
  return { ...client, [Symbol.dispose]: client.close };
}
