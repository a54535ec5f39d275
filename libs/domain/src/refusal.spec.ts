import { notFound, reasons, Refusal } from './index.ts';

describe('Refusal', () => {
  it('tells its reason and its facts to programs, and its message to people', () => {
    const refusal = new Refusal('name_taken', 'the name is taken', { name: 'flights' });
    expect(refusal).toBeInstanceOf(Error);
    expect({ ...refusal, message: refusal.message }).toEqual({
      name: 'Refusal',
      reason: 'name_taken',
      message: 'the name is taken',
      facts: { name: 'flights' },
    });
  });

  it('has no facts where none are given', () => {
    expect(new Refusal('lost_race', 'another change came first').facts).toEqual({});
  });
});

describe('reasons', () => {
  it('are distinct words in lower_snake, whose wire names are the upper-case ones', () => {
    expect(new Set(reasons).size).toBe(reasons.length);
    for (const reason of reasons) expect(reason).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
  });
});

describe('notFound', () => {
  it('says nothing but what the caller sent, so that hidden and absent things answer alike', () => {
    const { reason, message, facts } = notFound('share', 'shr_x');
    expect({ reason, facts }).toEqual({ reason: 'not_found', facts: { kind: 'share', id: 'shr_x' } });
    expect(message).toBe('no such share: shr_x; check the id, and that you may see it');
  });
});
