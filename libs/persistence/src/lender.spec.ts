import { createLender } from './lender.ts';

const never = new AbortController().signal;

describe('a lender', () => {
  it('lends each thing to one holder at a time, first come first served', async () => {
    const lender = createLender(['a', 'b']);
    const order: string[] = [];
    const [first, second] = [await lender.borrow(never), await lender.borrow(never)];
    expect([first.thing, second.thing].sort()).toEqual(['a', 'b']);
    const waiting = ['third', 'fourth'].map(async (name) => {
      const loan = await lender.borrow(never);
      order.push(name);
      return loan;
    });
    second.giveBack();
    expect((await waiting[0])?.thing).toBe(second.thing);
    expect(order).toEqual(['third']);
    first.giveBack();
    expect((await waiting[1])?.thing).toBe(first.thing);
  });

  it('takes a thing back once, however often it is given', async () => {
    const lender = createLender(['a']);
    const loan = await lender.borrow(never);
    loan.giveBack();
    loan.giveBack();
    await lender.borrow(never);
    let came = false;
    void lender.borrow(never).then(() => (came = true));
    await Promise.resolve();
    expect(came).toBe(false);
  });

  it('forgets who stopped waiting', async () => {
    const lender = createLender(['a']);
    const held = await lender.borrow(never);
    const impatient = new AbortController();
    const waiting = lender.borrow(impatient.signal);
    impatient.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    held.giveBack();
    expect((await lender.borrow(never)).thing).toBe('a');
  });

  it('lends nothing to whom it is too late for', async () => {
    const lender = createLender(['a']);
    await expect(lender.borrow(AbortSignal.abort(new Error('late')))).rejects.toThrow('late');
    expect((await lender.borrow(never)).thing).toBe('a');
  });

  it('says how much is lent and how many wait, and for how long', async () => {
    const lender = createLender(['a', 'b']);
    expect(lender.status()).toEqual({ total: 2, busy: 0, waiting: 0, busySeconds: 0, waitingSeconds: 0 });
    const first = await lender.borrow(never);
    await lender.borrow(never);
    const impatient = new AbortController();
    const [next, gone] = [lender.borrow(never), lender.borrow(impatient.signal)];
    expect(lender.status()).toMatchObject({ total: 2, busy: 2, waiting: 2 });
    impatient.abort(new Error('gone'));
    await expect(gone).rejects.toThrow('gone');
    first.giveBack();
    (await next).giveBack();
    const { busySeconds, waitingSeconds, ...counts } = lender.status();
    expect(counts).toEqual({ total: 2, busy: 1, waiting: 0 });
    expect(busySeconds).toBeGreaterThan(0);
    expect(waitingSeconds).toBeGreaterThan(0);
  });

  it('closes when everything is back, and refuses who waits', async () => {
    const lender = createLender(['a']);
    const held = await lender.borrow(never);
    const waiting = lender.borrow(never);
    let closed = false;
    const closing = lender.close().then(() => (closed = true));
    await expect(waiting).rejects.toMatchObject({ reason: 'peer_unavailable' });
    await expect(lender.borrow(never)).rejects.toMatchObject({ reason: 'peer_unavailable' });
    expect(closed).toBe(false);
    held.giveBack();
    await closing;
    await lender.close();
  });
});
