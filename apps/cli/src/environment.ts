import { join } from 'node:path';

/** What the surroundings say; read once, in main.ts. */
export type Environment = {
  /** Where contexts are kept: secrets. */
  readonly configFolder: string;
  /** Where the prompt keeps what was typed. */
  readonly stateFolder: string;
  readonly url: string | undefined;
  readonly token: string | undefined;
  readonly operatorToken: string | undefined;
  readonly project: string | undefined;
  readonly context: string | undefined;
  readonly mayColor: boolean;
};

export type Variables = Readonly<Record<string, string | undefined>>;

/** Follows the XDG base directories and https://no-color.org; an empty variable is as good as none. */
export function readEnvironment(variables: Variables, home: string): Environment {
  const read = (name: string) => variables[name] || undefined;
  return {
    configFolder: join(read('XDG_CONFIG_HOME') ?? join(home, '.config'), 'easement'),
    stateFolder: join(read('XDG_STATE_HOME') ?? join(home, '.local', 'state'), 'easement'),
    url: read('EASEMENT_URL'),
    token: read('EASEMENT_TOKEN'),
    operatorToken: read('EASEMENT_OPERATOR_TOKEN'),
    project: read('EASEMENT_PROJECT'),
    context: read('EASEMENT_CONTEXT'),
    mayColor: read('NO_COLOR') === undefined && read('TERM') !== 'dumb',
  };
}
