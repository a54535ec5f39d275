import { readConfig } from './config.ts';

const whole = {
  EASEMENT_SHARING_PORT: '7003',
  EASEMENT_SHARING_OPERATIONS_PORT: '7103',
  EASEMENT_KEYS_FOLDER: '/keys',
  EASEMENT_IDENTITY_ADDRESS: 'identity:7001',
  EASEMENT_CATALOG_ADDRESS: 'catalog:7002',
  EASEMENT_SHARING_DATABASE_URL: 'sqlite:sharing.db',
};

describe('the configuration', () => {
  it('is read whole, with what is usual where nothing is said', () => {
    expect(readConfig(whole)).toEqual({
      host: '127.0.0.1',
      port: 7003,
      operationsPort: 7103,
      keysFolder: '/keys',
      logLevel: 'info',
      limits: { messageBytes: 4_194_304, headerBytes: 16_384, listItems: 10_000, streamsPerConnection: 1_000 },
      pageSizes: { usual: 50, most: 1_000 },
      peers: { identity: 'identity:7001', catalog: 'catalog:7002' },
      databaseUrl: 'sqlite:sharing.db',
      sweepSeconds: 30,
      feedDays: 7,
      streamsPerAccount: 64,
    });
    expect(readConfig({ ...whole, EASEMENT_SHARING_SWEEP_SECONDS: '5' }).sweepSeconds).toBe(5);
  });

  it('tells every problem at once, and no password', () => {
    const read = () =>
      readConfig({
        EASEMENT_SHARING_PORT: '7OO3',
        EASEMENT_SHARING_DATABASE_URL: 'postgres://me:secret@host/db',
        EASEMENT_SHARING_SWEEP_SECONDS: '0',
      });
    for (const name of Object.keys(whole)) expect(read).toThrow(name);
    expect(read).toThrow('EASEMENT_SHARING_SWEEP_SECONDS');
    expect(read).not.toThrow('secret');
  });
});
