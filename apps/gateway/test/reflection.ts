import type { Client } from '@grpc/grpc-js';

type Version = 'v1' | 'v1alpha';

/** Lists services by gRPC reflection. The few bytes are written by hand: field 7 asks for the list. */
export async function listServices(client: Client, version: Version): Promise<string[]> {
  const answer = await ask(client, version, Buffer.from([(7 << 3) | 2, 0]));
  return [...answer.toString('latin1').matchAll(/(?:easement|grpc)(?:\.[A-Za-z0-9]+)+/g)].map(([name]) => name);
}

/** Asks for the file of a symbol: field 4. */
export async function fileOfSymbol(client: Client, symbol: string): Promise<'described' | 'unknown'> {
  const name = Buffer.from(symbol);
  const answer = await ask(client, 'v1', Buffer.concat([Buffer.from([(4 << 3) | 2, name.length]), name]));
  return answer.includes(`not described here: ${symbol}`) ? 'unknown' : 'described';
}

function ask(client: Client, version: Version, request: Buffer): Promise<Buffer> {
  const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
  const same = (bytes: Buffer): Buffer => bytes;
  const call = client.makeBidiStreamRequest(path, same, same);
  return new Promise((resolve, reject) => {
    call.on('data', resolve).on('error', reject);
    call.end(request);
  });
}
