import { splitStatements } from './split-statements.ts';

it('cuts at semicolons outside quotes and comments, and tells the line of each first word', () => {
  const text = `create share t; -- not; here\n\nselect ';' as "a;b" /* ; */;;\n  use db`;
  expect(splitStatements(text)).toEqual([
    { text: 'create share t', line: 1, isEnded: true },
    { text: `select ';' as "a;b"`, line: 3, isEnded: true },
    { text: 'use db', line: 4, isEnded: false },
  ]);
});

it.each(['', ' ; -- nothing', '/* ; */'])('%j holds none', (text) => {
  expect(splitStatements(text)).toEqual([]);
});

it('what is still in a quote or a comment goes on', () => {
  expect(splitStatements("select 'a; b")).toEqual([{ text: "select 'a; b", line: 1, isEnded: false }]);
  expect(splitStatements('select 1 /* a;')).toEqual([{ text: 'select 1 /* a;', line: 1, isEnded: false }]);
});
