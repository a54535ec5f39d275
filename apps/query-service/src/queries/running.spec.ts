import { newId, Refusal } from '@easement/domain';
import { runningInProjects } from './running.ts';

const principal = newId('user');
const project = newId('project');

describe('runningInProjects', () => {
  it('refuses one statement more than a project may run, and takes it when one has ended', () => {
    const running = runningInProjects('statements', 2);
    const first = running.begin({ principal, project });
    running.begin({ principal, project });
    expect(() => running.begin({ principal, project })).toThrow(Refusal);
    running.begin({ principal, project: newId('project') });
    first[Symbol.dispose]();
    first[Symbol.dispose]();
    running.begin({ principal, project });
    expect(() => running.begin({ principal, project })).toThrow('runs 2 statements already');
    expect(running.count()).toBe(3);
  });

  it('ends a run for the one whose it is', () => {
    const running = runningInProjects('statements', 2);
    const statement = running.begin({ principal, project });
    expect(() => running.cancel(newId('user'), statement.id)).toThrow('no such query');
    expect(() => running.assertTheirs(newId('user'), statement.id)).toThrow('no such query');
    running.assertTheirs(principal, statement.id);
    expect(statement.signal.aborted).toBe(false);
    running.cancel(principal, statement.id);
    expect(statement.signal.aborted).toBe(true);
  });

  it('takes the end of a run that is over, and refuses one that never was', () => {
    const running = runningInProjects('statements', 1);
    const statement = running.begin({ principal, project });
    statement[Symbol.dispose]();
    expect(() => running.cancel(principal, statement.id)).not.toThrow();
    expect(() => running.cancel(principal, 'another')).toThrow('no such query');
  });
});
