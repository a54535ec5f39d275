import { readConfig } from './config.ts';

const variables = {
  EASEMENT_GATEWAY_PORT: '7000',
  EASEMENT_GATEWAY_HTTP_PORT: '8080',
  EASEMENT_GATEWAY_OPERATIONS_PORT: '9000',
  EASEMENT_KEYS_FOLDER: '/var/lib/easement/keys',
  EASEMENT_IDENTITY_ADDRESS: 'identity:7001',
  EASEMENT_CATALOG_ADDRESS: 'catalog:7002',
  EASEMENT_SHARING_ADDRESS: 'sharing:7003',
  EASEMENT_QUERY_ADDRESS: 'query:7004',
};

it('reads ports, peers and where keys are', () => {
  expect(readConfig(variables)).toEqual({
    httpPort: 8080,
    rate: { perSecond: 500, burst: 2_000 },
    allowedOrigins: [],
    hosting: {
      host: '127.0.0.1',
      port: 7000,
      operationsPort: 9000,
      keysFolder: '/var/lib/easement/keys',
      logLevel: 'info',
      limits: { messageBytes: 4_194_304, headerBytes: 16_384, listItems: 10_000, streamsPerConnection: 1_000 },
      peers: { identity: 'identity:7001', catalog: 'catalog:7002', sharing: 'sharing:7003', query: 'query:7004' },
    },
  });
});

it('reads origins, which are none unless they are named', () => {
  const EASEMENT_GATEWAY_ALLOWED_ORIGINS = 'https://console.example.com, http://localhost:5173';
  expect(readConfig({ ...variables, EASEMENT_GATEWAY_ALLOWED_ORIGINS }).allowedOrigins).toEqual([
    'https://console.example.com',
    'http://localhost:5173',
  ]);
});

it.each([
  '*',
  'https://example.com/',
  'https://example.com/path',
  'example.com',
  'null',
  'https://a.b,,https://c.d',
  'file:///x',
])('refuses %j as an origin, and names the variable', (text) => {
  const read = () => readConfig({ ...variables, EASEMENT_GATEWAY_ALLOWED_ORIGINS: text });
  expect(read).toThrow(/EASEMENT_GATEWAY_ALLOWED_ORIGINS: .* is not an origin such as https:\/\/example\.com/);
});

it('reports every problem at once', () => {
  const read = () => readConfig({ EASEMENT_GATEWAY_PORT: '70000', EASEMENT_GATEWAY_HTTP_PORT: '30o0' });
  for (const name of Object.keys(variables)) expect(read).toThrow(name);
});
