import { inputOf } from './command.ts';

const input = inputOf(
  new Map([
    ['bucket', ['flights']],
    ['file', []],
    ['projects', ['analytics', 'safety']],
  ]),
  {
    stage: 'in',
    maxRows: '12',
    timeout: 'soon',
    force: true,
    toProject: ['a', 'b'],
  },
);

it('arguments and options are read by name', () => {
  expect(input.argument('bucket')).toBe('flights');
  expect(input.optionalArgument('file')).toBeUndefined();
  expect(input.severalArguments('projects')).toEqual(['analytics', 'safety']);
  expect(input.option('stage')).toBe('in');
  expect(input.option('toProject')).toBeUndefined();
  expect(input.flag('force')).toBe(true);
  expect(input.flag('stage')).toBe(false);
  expect(input.list('toProject')).toEqual(['a', 'b']);
  expect(input.list('nothing')).toEqual([]);
  expect(input.count('maxRows')).toBe(12);
  expect(input.count('nothing')).toBeUndefined();
});

it('what is missing or wrong is named as it is typed', () => {
  expect(() => input.argument('file')).toThrow('<file> is missing');
  expect(() => input.required('toUser')).toThrow('--to-user is missing');
  expect(() => input.count('timeout')).toThrow('--timeout takes a whole number, not "soon"');
});
