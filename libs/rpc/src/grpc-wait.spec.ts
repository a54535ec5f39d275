import { createWaiter } from './grpc-wait.ts';

it('waits for one thing after another', async () => {
  const waiter = createWaiter();
  expect(await waiter.next<number>((resolve) => resolve(1))).toBe(1);
  expect(await waiter.next<number>((resolve) => setTimeout(resolve, 1, 2))).toBe(2);
});

it('the end wakes who waits, and answers who comes later', async () => {
  const waiter = createWaiter();
  const error = new Error('over');
  const waiting = waiter.next<number>(() => undefined);
  waiter.end(error);
  let isArmed = false;
  const later = waiter.next<number>(() => (isArmed = true));
  expect(await Promise.all([waiting, later, waiter.ended])).toEqual([{ error }, { error }, { error }]);
  expect(isArmed).toBe(false);
});

it('the first end is the end', async () => {
  const waiter = createWaiter();
  waiter.end(undefined);
  waiter.end(new Error('too late'));
  expect(await waiter.ended).toEqual({ error: undefined });
});
