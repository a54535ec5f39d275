import { request } from 'node:http';
import { connect } from 'node:http2';
import { LoadService } from '@easement/contracts';
import { assertionHeader } from '../src/index.ts';
import { anExport, gatewaySigner, person } from './world.ts';

const path = `/${LoadService.typeName}/${LoadService.method.exportTable.name}`;

/** Asks for a stream over Connect and reads nothing of it: Connect's own client reads ahead without end. */
export async function idleReader(
  httpAddress: string,
  version: '1.1' | '2',
  timeoutMs: number,
): Promise<{ readonly leave: () => void }> {
  const headers = {
    'content-type': 'application/connect+json',
    'connect-timeout-ms': String(timeoutMs),
    [assertionHeader]: await gatewaySigner.sign(person, 'identity'),
  };
  const message = Buffer.from(JSON.stringify(anExport));
  const envelope = Buffer.alloc(5);
  envelope.writeUInt32BE(message.length, 1);
  const body = Buffer.concat([envelope, message]);
  return version === '1.1' ? overHttp1(httpAddress, headers, body) : overHttp2(httpAddress, headers, body);
}

function overHttp1(address: string, headers: Record<string, string>, body: Buffer): { leave: () => void } {
  const asked = request(`${address}${path}`, { method: 'POST', headers }, (response) => response.pause());
  asked.on('error', () => undefined).end(body);
  return { leave: () => void asked.destroy() };
}

function overHttp2(address: string, headers: Record<string, string>, body: Buffer): { leave: () => void } {
  const session = connect(address);
  const asked = session.request({ ':method': 'POST', ':path': path, ...headers });
  asked.on('error', () => undefined).end(body);
  return { leave: () => session.destroy() };
}
