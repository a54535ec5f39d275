import { newId } from '@easement/domain';
import { refusalOf } from '@easement/testing';
import { followers } from './followers.ts';

it('an account follows by as many streams as it may, and by another once one has ended', () => {
  const [one, other] = [newId('user'), newId('user')];
  const { begin } = followers(2);
  const first = begin(one);
  begin(one);
  begin(other);
  expect(() => begin(one)).toThrow('by 2 streams already');
  first[Symbol.dispose]();
  begin(one);
  expect(refusalOf(() => begin(one))).toMatchObject({ reason: 'rate_limited', facts: { limit: '2' } });
});
