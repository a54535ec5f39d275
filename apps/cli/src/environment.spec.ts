import { readEnvironment } from './environment.ts';

it('folders follow the XDG variables, else lie in the home', () => {
  expect(readEnvironment({}, '/home/ada')).toMatchObject({
    configFolder: '/home/ada/.config/easement',
    stateFolder: '/home/ada/.local/state/easement',
  });
  const given = { XDG_CONFIG_HOME: '/config', XDG_STATE_HOME: '/state' };
  expect(readEnvironment(given, '/home/ada')).toMatchObject({
    configFolder: '/config/easement',
    stateFolder: '/state/easement',
  });
});

it('an empty variable is none', () => {
  expect(readEnvironment({ EASEMENT_TOKEN: '', EASEMENT_URL: '' }, '/')).toMatchObject({
    token: undefined,
    url: undefined,
  });
});

it('colours go where they are not wanted', () => {
  expect(readEnvironment({}, '/').mayColor).toBe(true);
  expect(readEnvironment({ NO_COLOR: '1' }, '/').mayColor).toBe(false);
  expect(readEnvironment({ NO_COLOR: '' }, '/').mayColor).toBe(true);
  expect(readEnvironment({ TERM: 'dumb' }, '/').mayColor).toBe(false);
});
