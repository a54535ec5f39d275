import { isId } from './ids.ts';
import { matchName } from './match.ts';

const about = { kind: 'project', where: 'here', next: 'look again' };
const match = (names: string[], text: string) => matchName(names, (name) => name, text, about);

describe('matchName', () => {
  it('prefers the name as it is written, and takes another case where only one has it', () => {
    expect(match(['Flights', 'flights'], 'flights')).toBe('flights');
    expect(match(['Flights'], 'fLIGHTS')).toBe('Flights');
    expect(match(['Straße'], 'STRASSE')).toBe('Straße');
  });

  it('refuses what is not there, and what may be several', () => {
    expect(() => match(['a'], 'b')).toThrow('there is no project "b" here');
    expect(() => match(['Flights', 'flights'], 'FLIGHTS')).toThrow('"FLIGHTS" may mean Flights, flights');
  });
});

it('isId knows the shape of an id of its kind', () => {
  const id = `prj_${'0'.repeat(26)}`;
  expect(isId(id, 'prj')).toBe(true);
  expect(isId(id, 'bkt', 'lnk')).toBe(false);
  expect(isId(id.slice(0, -1), 'prj')).toBe(false);
  expect(isId(`prj_${'l'.repeat(26)}`, 'prj')).toBe(false);
  expect(isId('operations', 'prj')).toBe(false);
});
