import { readConfig } from './config.ts';

const variables = {
  EASEMENT_IDENTITY_PORT: '7001',
  EASEMENT_IDENTITY_OPERATIONS_PORT: '7101',
  EASEMENT_IDENTITY_DATABASE_URL: 'sqlite:identity.db',
  EASEMENT_KEYS_FOLDER: 'keys',
  EASEMENT_SHARING_ADDRESS: 'sharing:7003',
  EASEMENT_CATALOG_ADDRESS: 'catalog:7002',
};

function problemsOf(changes: Record<string, string | undefined>): string {
  try {
    readConfig({ ...variables, ...changes });
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('readConfig', () => {
  it('reads what is set and makes the rest up', () => {
    expect(readConfig(variables)).toEqual({
      host: '127.0.0.1',
      port: 7001,
      operationsPort: 7101,
      keysFolder: 'keys',
      logLevel: 'info',
      limits: { messageBytes: 4_194_304, headerBytes: 16_384, listItems: 10_000, streamsPerConnection: 1_000 },
      pageSizes: { usual: 50, most: 1_000 },
      feedDays: 7,
      peers: { sharing: 'sharing:7003', catalog: 'catalog:7002' },
      databaseUrl: 'sqlite:identity.db',
      operatorTokens: { file: 'keys/operator.token' },
    });
  });

  it('takes the operator token from a variable, or from a file that it is told of', () => {
    const [old, next] = ['o'.repeat(32), 'n'.repeat(40)];
    const given = readConfig({ ...variables, EASEMENT_IDENTITY_OPERATOR_TOKEN: `${next}\n${old}` });
    expect(given.operatorTokens).toEqual({ given: [next, old] });
    const file = readConfig({ ...variables, EASEMENT_IDENTITY_OPERATOR_TOKEN_FILE: '/run/secrets/operator' });
    expect(file.operatorTokens).toEqual({ file: '/run/secrets/operator' });
  });

  it('reports every problem at once', () => {
    const problems = problemsOf({
      EASEMENT_IDENTITY_PORT: '30o0',
      EASEMENT_IDENTITY_DATABASE_URL: undefined,
      EASEMENT_KEYS_FOLDER: ' ',
      EASEMENT_SHARING_ADDRESS: undefined,
    });
    for (const name of [
      'EASEMENT_IDENTITY_PORT',
      'EASEMENT_IDENTITY_DATABASE_URL',
      'EASEMENT_KEYS_FOLDER',
      'EASEMENT_SHARING_ADDRESS',
    ]) {
      expect(problems).toContain(name);
    }
  });

  it('repeats neither a password nor a token', () => {
    const problems = problemsOf({
      EASEMENT_IDENTITY_DATABASE_URL: 'mysql://user:hunter2@/',
      EASEMENT_IDENTITY_OPERATOR_TOKEN: 'too-short',
    });
    expect(problems).toMatch(/EASEMENT_IDENTITY_DATABASE_URL: .*\n.*EASEMENT_IDENTITY_OPERATOR_TOKEN: /);
    expect(problems).not.toMatch(/hunter2|too-short/);
  });
});
