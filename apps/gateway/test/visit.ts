import { request as requestHttp1 } from 'node:http';
import { type ClientHttp2Session, connect } from 'node:http2';
import type { Readable, Writable } from 'node:stream';
import { headersOf, type Options } from './ways.ts';
import type { House } from './house.ts';

export const versions = ['HTTP/1.1', 'HTTP/2'] as const;
export type Version = (typeof versions)[number];

export type Asked = Options & {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent whole; absent where the spec writes the body itself. */
  readonly body?: string | Uint8Array;
};

export type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Reads nothing until it is read. */
  readonly body: Readable;
};

/** A request under way. */
export type Visiting = Disposable & {
  readonly sending: Writable;
  readonly answered: Promise<Answered>;
  /** Goes away, as a browser does whose page is closed. */
  readonly leave: () => void;
};

/** Asks something of the HTTP port without any protocol of RPCs. */
export function begin(house: House, version: Version, method: string, path: string, asked: Asked = {}): Visiting {
  const headers = { ...headersOf(asked), ...asked.headers };
  const visiting =
    version === 'HTTP/2' ? overHttp2(house, method, path, headers) : overHttp1(house, method, path, headers);
  visiting.answered.catch(() => undefined);
  if (asked.body !== undefined) visiting.sending.end(asked.body);
  return visiting;
}

/** The same, to the end: the whole answer as text. */
export async function visit(house: House, version: Version, method: string, path: string, asked: Asked = {}) {
  using visiting = begin(house, version, method, path, { body: '', ...asked });
  const { status, headers, body } = await visiting.answered;
  return { status, headers, text: (await bytesOf(body)).toString() };
}

export async function bytesOf(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function overHttp1(house: House, method: string, path: string, headers: Record<string, string>): Visiting {
  const sending = requestHttp1(`${house.http}${path}`, { method, headers, agent: false });
  const answered = new Promise<Answered>((resolve, reject) => {
    sending.once('response', (body) => resolve({ status: body.statusCode ?? 0, headers: body.headers, body }));
    sending.on('error', reject);
  });
  const leave = (): void => void sending.destroy();
  return { sending, answered, leave, [Symbol.dispose]: leave };
}

function overHttp2(house: House, method: string, path: string, headers: Record<string, string>): Visiting {
  const session: ClientHttp2Session = connect(house.http);
  const sending = session.request({ ...headers, ':method': method, ':path': path }, { endStream: false });
  const answered = new Promise<Answered>((resolve, reject) => {
    sending.once('response', (given) => resolve({ status: given[':status'] ?? 0, headers: given, body: sending }));
    sending.on('error', reject);
    session.on('error', reject);
  });
  return { sending, answered, leave: () => sending.close(8), [Symbol.dispose]: () => session.destroy() };
}
