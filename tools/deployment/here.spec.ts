import { serviceNames } from '@easement/domain';
import { configurations } from './configurations.ts';
import { readCompose } from './compose-file.ts';
import { environmentsHere } from './here.ts';

const each = { identity: 1, catalog: 2, sharing: 3, query: 4, gateway: 5 };
const ports = { http: 9, grpc: each, operations: { identity: 11, catalog: 12, sharing: 13, query: 14, gateway: 15 } };
const service = (environment: string): string => `{ environment: { ${environment} } }`;
const compose = readCompose(
  `services:
  catalog: ${service("EASEMENT_CATALOG_HOST: 0.0.0.0, EASEMENT_CATALOG_PORT: '7000', EASEMENT_LOG_LEVEL: warn")}
  gateway: ${service("EASEMENT_GATEWAY_HTTP_PORT: '8080', EASEMENT_GATEWAY_OPERATIONS_PORT: '9000'")}
  query: ${service('EASEMENT_CATALOG_ADDRESS: catalog:7000, EASEMENT_QUERY_DATA_FOLDER: /easement/var/data')}
  sharing: ${service('EASEMENT_SHARING_DATABASE_URL: mysql://sharing:secret@mysql/sharing')}
`,
  {},
);

describe('environmentsHere', () => {
  it('keeps every variable, and changes what processes on one machine must share', () => {
    expect(environmentsHere(compose, { root: '/copy', stores: '/stores', ports })).toEqual({
      identity: {},
      catalog: { EASEMENT_CATALOG_HOST: '127.0.0.1', EASEMENT_CATALOG_PORT: '2', EASEMENT_LOG_LEVEL: 'warn' },
      sharing: { EASEMENT_SHARING_DATABASE_URL: 'sqlite:/stores/sharing.db' },
      query: { EASEMENT_CATALOG_ADDRESS: '127.0.0.1:2', EASEMENT_QUERY_DATA_FOLDER: '/copy/var/data' },
      gateway: { EASEMENT_GATEWAY_HTTP_PORT: '9', EASEMENT_GATEWAY_OPERATIONS_PORT: '15' },
    });
  });

  it('knows all services', () => {
    expect(Object.keys(configurations).toSorted()).toEqual([...serviceNames].toSorted());
  });
});
