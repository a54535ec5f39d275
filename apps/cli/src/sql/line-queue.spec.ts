import { EventEmitter } from 'node:events';
import type { Interface } from 'node:readline';
import { createLineQueue } from './line-queue.ts';

function typing() {
  const emitter = new EventEmitter();
  return { emitter, queue: createLineQueue(emitter as Interface) };
}

describe('createLineQueue', () => {
  it('answers lines in order, those that came before they were asked for too', async () => {
    const { emitter, queue } = typing();
    emitter.emit('line', 'one');
    emitter.emit('line', 'two');
    expect(await queue.next()).toEqual({ kind: 'line', line: 'one' });
    expect(await queue.next()).toEqual({ kind: 'line', line: 'two' });
    const third = queue.next();
    emitter.emit('close');
    expect(await third).toEqual({ kind: 'end' });
  });

  it('gives Ctrl-C to the work that runs, else to who asks for a line', async () => {
    const { emitter, queue } = typing();
    let interrupts = 0;
    await queue.whileRunning(
      () => interrupts++,
      async () => emitter.emit('SIGINT'),
    );
    expect(interrupts).toBe(1);
    emitter.emit('SIGINT');
    expect(await queue.next()).toEqual({ kind: 'interrupt' });
  });
});
