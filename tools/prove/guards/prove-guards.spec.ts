import { complaintOf } from './prove-guards.ts';

describe('complaintOf', () => {
  const guard = 'the lock';

  it('is silent where a test fails without the guard', () => {
    expect(complaintOf({ guard, ending: { passed: 3, failed: ['never both'], broken: [] } })).toBeUndefined();
  });

  it('asks for a test where none fails', () => {
    const ending = { passed: 3, failed: [], broken: [] };
    expect(complaintOf({ guard, ending })).toBe('without the lock all 3 tests pass: a test is missing');
  });

  it('takes a suite that does not run for no proof', () => {
    const ending = { passed: 0, failed: ['never both'], broken: ['a.spec.ts: Unexpected token'] };
    expect(complaintOf({ guard, ending })).toContain('do not even run');
  });
});
