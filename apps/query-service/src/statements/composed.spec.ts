import { Refusal } from '@easement/domain';
import { refuseAt } from '@easement/sql';
import { compose, relocated } from './composed.ts';

const typed = 'delete from t\n where né = 1 + oops';
const where = { text: 'né = 1 + oops', offset: 21 };
const composed = compose('SELECT * FROM t WHERE NOT coalesce((', where, '), FALSE)');

it('finds where a character of the caller stands, and of ours the part before it', () => {
  const at = [...composed.text].indexOf('o', composed.text.indexOf('+'));
  expect(composed.originOf(at)).toBe(30);
  expect([...typed].slice(30).join('')).toBe('oops');
  expect(composed.originOf(0)).toBe(21);
  expect(composed.originOf(10_000)).toBe(34);
});

it('tells the place in what was typed', async () => {
  const work = () => Promise.reject(refuseAt('unknown_name', 'no column "oops"', composed.text, 45, { name: 'oops' }));
  const refusal = await relocated(composed, typed, work).catch((error: unknown) => error as Refusal);
  expect(refusal).toMatchObject({
    reason: 'unknown_name',
    message: 'line 2, column 17: no column "oops"',
    facts: { name: 'oops', position: '30', line: '2', column: '17' },
  });
});

it('passes on what has no place, and answers', async () => {
  const plain = new Refusal('query_too_large', 'too large', {});
  await expect(relocated(composed, typed, () => Promise.reject(plain))).rejects.toBe(plain);
  expect(await relocated(composed, typed, () => Promise.resolve(1))).toBe(1);
});
