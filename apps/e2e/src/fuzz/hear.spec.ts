import { toldSecrets } from './hear.ts';
import { placeholderOf, twinsOf, untwinned } from './twins.ts';

const secrets = [{ what: 'the canary', text: 'Sings01' }];
const heard = (said: string) => ({ refusedWith: undefined, said });

it.each(['a Sings01 b', 'sINGS01', '10sgniS', Buffer.from('sings01').toString('hex')])(
  'finds the secret in %j',
  (said) => {
    expect(toldSecrets('select 1', heard(said), secrets)).toEqual(['the canary']);
  },
);

it('what the statement says itself is no secret', () => {
  expect(toldSecrets("select 'Sings01'", heard('Sings01'), secrets)).toEqual([]);
  expect(toldSecrets('select 1', heard('sings'), secrets)).toEqual([]);
});

it('a twin names nothing, and its refusal is read as that of the other', () => {
  const statement = `select * from ${placeholderOf('vault')}.gold`;
  const { text, twin } = twinsOf(statement);
  expect([text, twin]).toEqual(['select * from vault.gold', 'select * from vaulz.gold']);
  expect(untwinned('no bucket vaulz', statement)).toBe('no bucket vault');
  expect(twinsOf('select 1').twin).toBeUndefined();
});
