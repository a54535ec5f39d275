import { flushCompileCache } from 'node:module';
import { newGate } from './gate.ts';
import type { Notice, Order } from './orders.ts';
import { startSeamed } from './start-seamed.ts';

/** A service for specs that kill it: it is told where to wait by the process that has started it, and by nothing else. */
const tell = (notice: Notice): void => void process.send?.(notice);
const gate = newGate((point) => tell({ notice: 'arrived', point }));
let aheadMs = 0;

process.on('message', (message: Order) => {
  switch (message.order) {
    case 'start':
      void start(message);
      return;
    case 'arm':
      gate.arm(message.point);
      return;
    case 'go on':
      gate.goOn();
      return;
    case 'be ahead':
      aheadMs = message.ms;
  }
});
// Who is left by the spec has nobody to serve.
process.on('disconnect', () => process.exit());

async function start({ service, environment, root }: Extract<Order, { order: 'start' }>): Promise<void> {
  const now = () => new Date(Date.now() + aheadMs);
  await startSeamed(service, environment, root, { pass: gate.pass, now });
  tell({ notice: 'ready' });
  // It ends by being killed, when Node would keep nothing of what it has compiled.
  flushCompileCache();
}
