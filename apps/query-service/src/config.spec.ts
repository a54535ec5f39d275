import { defaultLimits, readConfig, workerLimits } from './config.ts';

const given = {
  EASEMENT_QUERY_PORT: '7004',
  EASEMENT_QUERY_OPERATIONS_PORT: '7104',
  EASEMENT_KEYS_FOLDER: '/keys',
  EASEMENT_IDENTITY_ADDRESS: 'identity:7001',
  EASEMENT_CATALOG_ADDRESS: 'catalog:7002',
  EASEMENT_SHARING_ADDRESS: 'sharing:7003',
  EASEMENT_QUERY_DATA_FOLDER: '/rows',
};
const gib = 1024 ** 3;

describe('readConfig', () => {
  it('needs a place and the addresses of its peers, and has limits of its own', () => {
    const config = readConfig(given, '/worker.ts');
    expect(config.hosting).toMatchObject({ port: 7004, peers: { identity: 'identity:7001', sharing: 'sharing:7003' } });
    expect(config).toMatchObject({ dataFolder: '/rows', workerEntry: '/worker.ts', limits: defaultLimits });
    expect(config.workers).toEqual({ statements: workerLimits(2, gib, 2), loads: workerLimits(1, gib, 2) });
  });

  it('takes every limit from the environment', () => {
    const config = readConfig(
      {
        ...given,
        EASEMENT_QUERY_SPILL_FOLDER: '/spill',
        EASEMENT_QUERY_RESULT_ROWS: '5',
        EASEMENT_QUERY_STATEMENTS_PER_PROJECT: '3',
        EASEMENT_QUERY_TRANSFERS_PER_PROJECT: '2',
        EASEMENT_QUERY_UPLOAD_BYTES: '1000',
        EASEMENT_QUERY_EXPANDED_BYTES: '5000',
        EASEMENT_QUERY_WORKER_MEMORY_MIB: '512',
        EASEMENT_QUERY_WORKER_THREADS: '1',
        EASEMENT_QUERY_WORKERS: '7',
        EASEMENT_QUERY_LOAD_WORKERS: '4',
      },
      '/worker.ts',
    );
    expect(config.spillFolder).toBe('/spill');
    expect(config.limits).toEqual({
      resultRows: 5,
      statementsPerProject: 3,
      transfersPerProject: 2,
      uploadBytes: 1000,
      expandedBytes: 5000,
    });
    expect(config.workers).toEqual({ statements: workerLimits(7, gib / 2, 1), loads: workerLimits(4, gib / 2, 1) });
  });

  it.each([
    ['1001:1002', { uid: 1001, gid: 1002 }],
    ['', undefined],
  ])('takes %j for the user of the workers', (text, user) => {
    expect(readConfig({ ...given, EASEMENT_QUERY_WORKER_USER: text }, '/worker.ts').workerUser).toEqual(user);
  });

  it.each(['0:0', '1001', 'nobody', '1001:', '-1:5', '1001:1001 '.repeat(2)])('refuses %j as that user', (text) => {
    const read = () => readConfig({ ...given, EASEMENT_QUERY_WORKER_USER: text }, '/worker.ts');
    expect(read).toThrow('EASEMENT_QUERY_WORKER_USER');
  });

  it('reports every problem at once', () => {
    const { EASEMENT_QUERY_DATA_FOLDER: _, ...without } = given;
    const bad = { ...without, EASEMENT_QUERY_WORKERS: '0', EASEMENT_QUERY_UPLOAD_BYTES: '1e3' };
    const names = ['EASEMENT_QUERY_DATA_FOLDER', 'EASEMENT_QUERY_WORKERS', 'EASEMENT_QUERY_UPLOAD_BYTES'];
    for (const name of names) expect(() => readConfig(bad, '/worker.ts')).toThrow(name);
  });
});

it('a worker may occupy more than DuckDB allocates, and spill more than it holds', () => {
  const limits = workerLimits(2, gib, 2);
  expect(limits.residentBytes).toBeGreaterThan(limits.memoryBytes);
  expect(limits.spillBytes).toBeGreaterThan(limits.memoryBytes);
});
