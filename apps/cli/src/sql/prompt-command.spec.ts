import { readPromptCommand } from './prompt-command.ts';

it.each([
  ['\\d', 'SHOW TABLES'],
  ['\\d airports', 'DESCRIBE airports'],
  ['\\d ops.late ones', 'DESCRIBE ops."late ones"'],
  ['\\d "odd.name"', 'DESCRIBE "odd.name"'],
  ['\\dv', 'SHOW VIEWS'],
  ['\\df', 'SHOW FUNCTIONS'],
  ['\\dS', 'SHOW SHARES'],
  ['\\shares ', 'SHOW SHARES'],
  ['\\dS operations.partners', 'DESCRIBE SHARE operations.partners'],
  ['\\l', 'SHOW DATABASES'],
  ['\\c ops;', 'USE ops'],
])('%s stands for %s', (line, statement) => {
  expect(readPromptCommand(line, 'flights')).toEqual({ kind: 'statement', statement });
});

it('without a database \\d lists all names', () => {
  expect(readPromptCommand('\\d', '')).toEqual({ kind: 'list_names' });
});

it.each([
  ['\\q', { kind: 'leave' }],
  ['\\?', { kind: 'help' }],
  ['\\timing', { kind: 'toggle_time' }],
  ['\\o  csv out.csv ', { kind: 'output', text: 'csv out.csv' }],
  ['\\c', { kind: 'unknown' }],
  ['\\dropped', { kind: 'unknown' }],
])('%s is read', (line, command) => {
  expect(readPromptCommand(line, '')).toEqual(command);
});
