import { credits } from './credits.ts';

describe('credits', () => {
  it('let as many pass as there are, and the next one when there is more', async () => {
    const allowance = credits();
    allowance.reset(2);
    await allowance.take();
    await allowance.take();
    let passed = false;
    const third = allowance.take().then(() => {
      passed = true;
    });
    await Promise.resolve();
    expect(passed).toBe(false);
    allowance.add(1);
    await third;
    expect(passed).toBe(true);
  });

  it('of one job are not left to the next', async () => {
    const allowance = credits();
    allowance.add(5);
    allowance.reset(1);
    await allowance.take();
    let passed = false;
    void allowance.take().then(() => {
      passed = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(passed).toBe(false);
    allowance.add(1);
  });
});
