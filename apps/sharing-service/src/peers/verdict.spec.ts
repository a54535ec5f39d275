import { Refusal } from '@easement/domain';
import { isVerdict } from './verdict.ts';

describe('what a peer answered', () => {
  it.each(['not_found', 'name_taken', 'lost_race', 'project_closing', 'invalid_field', 'not_admitted'] as const)(
    'with %s is decided',
    (reason) => {
      expect(isVerdict(new Refusal(reason, 'no'))).toBe(true);
    },
  );

  it.each(['peer_unavailable', 'rate_limited'] as const)('with %s leaves open what happened', (reason) => {
    expect(isVerdict(new Refusal(reason, 'later'))).toBe(false);
  });

  it('with a fault, or with nothing in time, leaves it open too', () => {
    expect(isVerdict(new Error('deadline'))).toBe(false);
    expect(isVerdict(undefined)).toBe(false);
  });
});
