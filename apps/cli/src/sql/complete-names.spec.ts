import { completeWord, type Names } from './complete-names.ts';

const names: Names = {
  databases: ['flights', 'ops'],
  objects: ['flights.airports', 'flights.delays', 'ops."late ones"'],
  others: ['partners', 'operations.partners', 'analytics'],
};

it.each([
  ['SELECT * FROM fl', '', ['flights', 'flights.airports', 'flights.delays']],
  ['select count(fligHTS.d', '', ['flights.delays']],
  ['FROM ops."late o', '', ['ops."late ones"']],
  ['FROM de', 'flights', ['delays', 'DESC', 'DESCRIBE', 'DELETE']],
  ['FROM SHARE operations.', '', ['operations.partners']],
  ['GRANT sel', '', ['SELECT']],
  ['SELECT * FROM ', '', []],
  ['\\d', '', ['\\d', '\\dv', '\\df', '\\dS']],
  ['\\d flights.a', '', ['flights.airports']],
  ['\\c ', '', ['flights', 'ops']],
  ['\\o j', '', ['json']],
])('Tab behind %j, with the database %j in use', (line, database, found) => {
  expect(completeWord(line, names, database)[0]).toEqual(found);
});

it('replaces the word that the line ends with', () => {
  expect(completeWord('FROM ops."la', names, '')[1]).toBe('ops."la');
});
