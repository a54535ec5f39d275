import { createServer, type Server } from 'node:net';

// Below those that systems give to outgoing connections, which would otherwise take a port that was free a moment ago.
const lowest = 20_000;
const count = 12_000;

/** Ports that nobody listened on a moment ago: services that call one another must know them before any has started. */
export async function freePorts(wanted: number): Promise<number[]> {
  const held: Server[] = [];
  const ports: number[] = [];
  while (ports.length < wanted) {
    const port = lowest + Math.floor(Math.random() * count);
    const server = await hold(port);
    if (server === undefined) continue;
    held.push(server);
    ports.push(port);
  }
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Listens on the port; undefined if somebody else does. */
function hold(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined)).listen(port, '127.0.0.1', () => resolve(server));
  });
}
