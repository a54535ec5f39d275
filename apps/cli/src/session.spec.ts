import { readEnvironment } from './environment.ts';
import { chooseContext } from './session.ts';

const one = { url: 'http://one', token: 'token-one', project: 'prj_1' };
const two = { url: 'http://two', token: 'token-two' };
const kept = { current: 'one', contexts: { one, two } };
const environment = (variables: Record<string, string>) => readEnvironment(variables, '/home');

describe('chooseContext', () => {
  it('takes what was asked for, else what the environment names, else the current one', () => {
    expect(chooseContext(kept, environment({ EASEMENT_CONTEXT: 'one', EASEMENT_TOKEN: 'x' }), 'two')).toEqual(two);
    expect(chooseContext(kept, environment({ EASEMENT_CONTEXT: 'two' }))).toEqual(two);
    expect(chooseContext(kept, environment({}))).toEqual(one);
  });

  it('lets a token of the environment stand in, where the context or the environment says for which server', () => {
    expect(chooseContext(kept, environment({ EASEMENT_TOKEN: 'mine' }))).toEqual({ ...one, token: 'mine' });
    const both = { EASEMENT_TOKEN: 'mine', EASEMENT_URL: 'http://three' };
    expect(chooseContext({ current: undefined, contexts: {} }, environment(both))).toEqual({
      url: 'http://three',
      token: 'mine',
    });
    expect(() => chooseContext({ current: undefined, contexts: {} }, environment({ EASEMENT_TOKEN: 'mine' }))).toThrow(
      'EASEMENT_TOKEN is set',
    );
  });

  it('sends a kept token nowhere but to its own server', () => {
    expect(chooseContext(kept, environment({ EASEMENT_URL: 'http://one' }))).toEqual(one);
    expect(() => chooseContext(kept, environment({ EASEMENT_URL: 'http://evil' }))).toThrow('no token for http://evil');
  });

  it('refuses a context that is not there', () => {
    expect(() => chooseContext(kept, environment({}), 'three')).toThrow('no context three');
    expect(() => chooseContext(kept, environment({}), 'toString')).toThrow('no context toString');
    expect(() => chooseContext(kept, environment({ EASEMENT_CONTEXT: 'three' }))).toThrow('no context three');
    expect(() => chooseContext({ current: undefined, contexts: {} }, environment({}))).toThrow('not signed in');
  });
});
