import { newId } from '@easement/domain';
import { createFeedHeads } from './feed-heads.ts';

const [airline, railway] = [newId('organization'), newId('organization')];
const forever = new AbortController().signal;

/** Heads over a store that answers what the spec puts there, and counts how often it is asked. */
function overStore() {
  const store = { heads: new Map([[airline, 1]]), asked: 0, failure: undefined as Error | undefined };
  const heads = createFeedHeads(async () => {
    store.asked += 1;
    if (store.failure) throw store.failure;
    return store.heads;
  }, 5);
  return { store, heads };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the heads of feeds', () => {
  it('are asked for by nobody while nobody waits', async () => {
    const { store, heads } = overStore();
    await heads.refresh();
    await pause(30);
    expect(store.asked).toBe(1);
    expect([...heads.known]).toEqual([[airline, 1]]);
  });

  it('wake all who wait when one of them moves elsewhere, by one poller', async () => {
    const { store, heads } = overStore();
    await heads.refresh();
    const waiting = Array.from({ length: 50 }, () => heads.moved(forever));
    await pause(30);
    const asked = store.asked;
    expect(asked).toBeLessThan(10);
    store.heads = new Map([[railway, 1]]);
    await Promise.all(waiting);
    expect(heads.known.get(railway)).toBe(1);
    await pause(30);
    expect(store.asked).toBeLessThanOrEqual(asked + 2);
  });

  it('wake who waits at once for what this process commits, and never go back', async () => {
    const { store, heads } = overStore();
    const waiting = heads.moved(forever);
    heads.advance(new Map([[airline, 7]]));
    await waiting;
    expect(store.asked).toBe(0);
    await heads.refresh();
    expect(heads.known.get(airline)).toBe(7);
  });

  it('tell who waits that the store cannot be asked, and try again for the next', async () => {
    const { store, heads } = overStore();
    store.failure = new Error('down');
    await expect(heads.moved(forever)).rejects.toThrow('down');
    store.failure = undefined;
    await expect(heads.moved(forever)).resolves.toBeUndefined();
  });

  it('let go of who leaves, and of everybody when they close', async () => {
    const { store, heads } = overStore();
    store.heads = new Map();
    const leaving = new AbortController();
    const left = heads.moved(leaving.signal);
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    const closed = heads.moved(forever);
    heads.close(new Error('closing'));
    await expect(closed).rejects.toThrow('closing');
    const { asked } = store;
    await pause(30);
    expect(store.asked).toBe(asked);
  });
});
