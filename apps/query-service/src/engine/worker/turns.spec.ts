import { takeNext, takeSurplus } from './turns.ts';

const queueOf = (text: string) => [...text].map((group, at) => ({ group, at }));

/** The order in which a queue is served by as many workers, each of which takes equally long. */
function orderOf(text: string, workers: number): string {
  const queue = queueOf(text);
  const busy: string[] = [];
  let order = '';
  while (queue.length > 0) {
    if (busy.length === workers) busy.shift();
    const next = takeNext(queue, busy);
    if (next === undefined) break;
    busy.push(next.group);
    order += next.group;
  }
  return order;
}

it('who waits longest is served first within a group', () => {
  const queue = queueOf('aaa');
  expect([takeNext(queue, []), takeNext(queue, ['a']), takeNext(queue, ['a', 'a'])].map((next) => next?.at)).toEqual([
    0, 1, 2,
  ]);
});

it('a group that is served less goes before one that waits longer', () => {
  expect(takeNext(queueOf('aab'), ['a'])).toEqual({ group: 'b', at: 2 });
  expect(takeNext(queueOf('aab'), ['a', 'b'])).toEqual({ group: 'a', at: 0 });
});

it('a group with many jobs does not hold up another', () => {
  expect(orderOf('aaaaaab', 2)).toBe('abaaaaa');
  expect(orderOf('aaaabbbb', 2)).toBe('abababab');
});

it('groups take turns at one worker', () => {
  expect(orderOf('aaaaaab', 1)).toBe('abaaaaa');
  expect(orderOf('aaabbc', 1)).toBe('abcaba');
});

it('nobody is taken from an empty queue', () => {
  expect(takeNext([], ['a'])).toBeUndefined();
});

describe('a queue that is full', () => {
  it('makes room by the last of the group that has most waiting', () => {
    const queue = queueOf('abacab');
    expect(takeSurplus(queue, 'c')).toEqual({ group: 'a', at: 4 });
    expect(queue.map(({ at }) => at)).toEqual([0, 1, 2, 3, 5]);
  });

  it.each([
    ['its own group has most waiting', 'aab', 'a'],
    ['its own group would have as many as any other', 'aab', 'b'],
    ['nobody waits', '', 'a'],
  ])('turns away who comes where %s', (_, text, group) => {
    const queue = queueOf(text);
    expect(takeSurplus(queue, group)).toBeUndefined();
    expect(queue).toEqual(queueOf(text));
  });
});
