import { newId } from '@easement/domain';
import { backgroundCall } from '@easement/rpc';
import { answerOr, impactOn } from './impact.ts';

const call = backgroundCall({ service: 'identity', organization: newId('organization'), timeoutMs: 1, method: 'test' });

describe('answerOr', () => {
  const answer = { project: { id: newId('project') } };

  it('answers what was done where it was done', () => {
    expect(answerOr(call, impactOn(1), answer)).toBe(answer);
  });

  it('answers the impact alone where only that was asked, since nothing was made', () => {
    const project = newId('project');
    expect(answerOr({ ...call, validateOnly: true }, impactOn(2, [project]), answer)).toEqual({
      impact: { principalCount: 2, projectIds: [project] },
    });
  });
});
