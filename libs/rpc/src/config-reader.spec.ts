import { configReader } from './config-reader.ts';

describe('configReader', () => {
  it('reads texts, numbers, ports and flags', () => {
    const reader = configReader({ NAME: ' easement ', SIZE: '12', PORT: '0', ON: 'true', OFF: 'false' });
    expect(
      reader.finish({
        name: reader.text('NAME'),
        size: reader.integer('SIZE', { min: 1, max: 20 }),
        port: reader.port('PORT'),
        on: reader.flag('ON'),
        off: reader.flag('OFF'),
        unset: reader.flag('UNSET'),
        fallback: reader.text('UNSET', 'else'),
      }),
    ).toEqual({ name: 'easement', size: 12, port: 0, on: true, off: false, unset: false, fallback: 'else' });
  });

  it('reports every problem at once, each by the name of its variable', () => {
    const reader = configReader({ PORT: '30o0', SIZE: '-1', ON: 'yes', EMPTY: ' ' });
    reader.port('PORT');
    reader.integer('SIZE', { min: 0, max: 9 }, 3);
    reader.flag('ON');
    reader.text('EMPTY');
    const problems = ['PORT is "30o0"', 'SIZE is "-1"', 'ON: is "yes"', 'EMPTY is not set'];
    for (const problem of problems) expect(() => reader.finish({})).toThrow(problem);
  });

  it('takes the fallback only where the variable is not set', () => {
    expect(configReader({}).integer('SIZE', { min: 0, max: 9 }, 3)).toBe(3);
    const reader = configReader({ SIZE: 'junk' });
    reader.integer('SIZE', { min: 0, max: 9 }, 3);
    expect(() => reader.finish({})).toThrow('SIZE');
  });

  it('names the variable that its parser refuses', () => {
    const reader = configReader({ URL: 'nonsense' });
    const read = (): never => {
      throw new Error('is no url');
    };
    expect(reader.parsed('URL', read, undefined)).toBeUndefined();
    expect(() => reader.finish({})).toThrow('URL: is no url');
  });
});
