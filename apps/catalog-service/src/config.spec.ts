import { readConfig } from './config.ts';

const complete = {
  EASEMENT_CATALOG_PORT: '7002',
  EASEMENT_CATALOG_OPERATIONS_PORT: '7102',
  EASEMENT_CATALOG_DATABASE_URL: 'sqlite:data/catalog.db',
  EASEMENT_KEYS_FOLDER: 'data/keys',
  EASEMENT_IDENTITY_ADDRESS: '127.0.0.1:7001',
  EASEMENT_SHARING_ADDRESS: '127.0.0.1:7003',
  EASEMENT_QUERY_ADDRESS: '127.0.0.1:7004',
};

describe('the configuration', () => {
  it('is what the variables say, with defaults for what need not be said', () => {
    expect(readConfig(complete)).toEqual({
      host: '127.0.0.1',
      port: 7002,
      operationsPort: 7102,
      keysFolder: 'data/keys',
      logLevel: 'info',
      limits: { messageBytes: 4_194_304, headerBytes: 16_384, listItems: 10_000, streamsPerConnection: 1_000 },
      pageSizes: { usual: 50, most: 1_000 },
      peers: { identity: '127.0.0.1:7001', sharing: '127.0.0.1:7003', query: '127.0.0.1:7004' },
      databaseUrl: 'sqlite:data/catalog.db',
      sweepSeconds: 60,
      feedDays: 7,
    });
  });

  it('is refused with every problem at once', () => {
    const junk = {
      ...complete,
      EASEMENT_CATALOG_PORT: '70o2',
      EASEMENT_CATALOG_SWEEP_SECONDS: '0',
      EASEMENT_CATALOG_DATABASE_URL: 'postgres://nobody',
      EASEMENT_IDENTITY_ADDRESS: undefined,
    };
    expect(() => readConfig(junk)).toThrow(/DATABASE_URL[^]*CATALOG_PORT[^]*IDENTITY_ADDRESS[^]*SWEEP_SECONDS/);
  });

  it('repeats no password of a database URL that cannot be read', () => {
    const url = 'mysql://catalog:hunter2@';
    expect(() => readConfig({ ...complete, EASEMENT_CATALOG_DATABASE_URL: url })).toThrow(/^((?!hunter2)[^])+$/);
  });
});
