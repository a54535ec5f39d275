import { createInbox } from './inbox.ts';

describe('an inbox', () => {
  it('hands out messages in order, whoever came first', async () => {
    const inbox = createInbox<number>();
    inbox.put(1);
    inbox.put(2);
    await expect(inbox.take()).resolves.toBe(1);
    await expect(inbox.take()).resolves.toBe(2);
    const waiting = inbox.take();
    inbox.put(3);
    await expect(waiting).resolves.toBe(3);
  });

  it('that failed hands out what had come, then the first failure for ever', async () => {
    const inbox = createInbox<number>();
    inbox.put(1);
    inbox.fail(new Error('first'));
    inbox.fail(new Error('second'));
    await expect(inbox.take()).resolves.toBe(1);
    await expect(inbox.take()).rejects.toThrow('first');
    await expect(inbox.take()).rejects.toThrow('first');
  });

  it('tells who waits of a failure', async () => {
    const inbox = createInbox<number>();
    const waiting = inbox.take();
    inbox.fail(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
  });
});
