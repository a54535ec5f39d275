import { readFileSync } from 'node:fs';
import { type ServiceName, serviceNames } from '@easement/domain';
import { readDatabaseUrl } from '@easement/persistence';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { type ComposeService, readBytes, readCompose, readEnvFile } from './compose-file.ts';
import { configurations, variablesOf } from './configurations.ts';
import { referencesIn } from './interpolate.ts';

const text = readFileSync('docker-compose.yml', 'utf8');
const example = readEnvFile(readFileSync('.env.example', 'utf8'));
const passwords = Object.fromEntries(example.filter(({ isRequired }) => isRequired).map(({ name }) => [name, name]));
const compose = readCompose(text, passwords);
const databases = ['identity', 'catalog', 'sharing'] as const;

function serviceOf(name: string): ComposeService {
  const service = compose.services[name];
  if (!service) throw new Error(`docker-compose.yml has no ${name}`);
  return service;
}

function own(service: ServiceName, variable: string): string {
  return serviceOf(service).environment[`EASEMENT_${service.toUpperCase()}_${variable}`] ?? '';
}

describe('the schema of Compose', () => {
  const { $schema: _, ...schema } = JSON.parse(readFileSync('tools/deployment/compose-spec.json', 'utf8')) as object & {
    $schema: string;
  };
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const isValid = ajv.compile(schema);

  it('allows docker-compose.yml, as it is written and as it is filled in', () => {
    for (const file of [parse(text, { merge: true }) as unknown, compose]) {
      isValid(file);
      expect(isValid.errors ?? []).toEqual([]);
    }
  });

  it.each([
    ['a key that it does not know', { helthcheck: {} }],
    ['a wrong type', { command: 7 }],
    ['a condition that it does not know', { depends_on: { mysql: { condition: 'healthy' } } }],
  ])('refuses %s, so that the test above can fail', (_name, wrong) => {
    expect(isValid({ services: { identity: { ...serviceOf('identity'), ...wrong } } })).toBe(false);
  });
});

describe('docker-compose.yml', () => {
  it('starts the database, every service and nothing else', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['mysql', ...serviceNames].sort());
  });

  it.each([...serviceNames])('gives %s a configuration that it takes', (service) => {
    expect(() => configurations[service](serviceOf(service).environment)).not.toThrow();
  });

  it.each([...serviceNames])('gives %s no variable that it does not read', (service) => {
    const known = variablesOf(service);
    expect(Object.keys(serviceOf(service).environment).filter((name) => !known.has(name))).toEqual([]);
  });

  it.each([...serviceNames])('starts %s by its main.ts, as a user that no other service is', (service) => {
    const { command, user } = serviceOf(service);
    expect(command).toEqual([`apps/${service === 'gateway' ? service : `${service}-service`}/src/main.ts`]);
    expect(serviceNames.filter((other) => serviceOf(other).user === user)).toEqual([service]);
    expect(user).toMatch(/^[1-9]\d*:7000$/);
  });

  it.each([...serviceNames])('lets peers find %s where it listens', (service) => {
    const addresses = serviceNames.flatMap(
      (peer) => serviceOf(peer).environment[`EASEMENT_${service.toUpperCase()}_ADDRESS`] ?? [],
    );
    expect(own(service, 'HOST')).toBe('0.0.0.0');
    expect(new Set(addresses)).toEqual(new Set(service === 'gateway' ? [] : [`${service}:${own(service, 'PORT')}`]));
  });

  it('opens the ports of the gateway, on the loopback, and no others', () => {
    const { ports, ...gateway } = serviceOf('gateway');
    expect(Object.keys(compose.services).filter((name) => serviceOf(name).ports)).toEqual(['gateway']);
    expect(ports).toEqual([
      `127.0.0.1:8080:${gateway.environment['EASEMENT_GATEWAY_HTTP_PORT'] ?? ''}`,
      `127.0.0.1:8081:${own('gateway', 'PORT')}`,
    ]);
  });

  it('lets nobody but the gateway reach the world outside, nor anyone without a schema the database', () => {
    const inside = Object.keys(compose.services).filter((name) =>
      serviceOf(name).networks.every((network) => compose.networks[network]?.internal),
    );
    const atDatabase = Object.keys(compose.services).filter((name) => serviceOf(name).networks.includes('store'));
    expect(inside.sort()).toEqual(['catalog', 'identity', 'mysql', 'query', 'sharing']);
    expect(atDatabase.sort()).toEqual(['catalog', 'identity', 'mysql', 'sharing']);
  });

  it('shares one folder of keys among all services, and the rows among the replicas of query-service alone', () => {
    const mounted = (volume: string) => serviceNames.filter((name) => serviceOf(name).volumes.includes(volume));
    const folders = serviceNames.map((name) => serviceOf(name).environment['EASEMENT_KEYS_FOLDER']);
    expect(mounted(`keys:${folders[0] ?? ''}`)).toEqual([...serviceNames]);
    expect(new Set(folders).size).toBe(1);
    expect(mounted(`data:${own('query', 'DATA_FOLDER')}`)).toEqual(['query']);
    expect(mounted(own('query', 'SPILL_FOLDER'))).toEqual(['query']);
  });

  it('waits only for services that it has, by conditions that they can meet', () => {
    for (const { depends_on = {} } of Object.values(compose.services)) {
      for (const [name, { condition }] of Object.entries(depends_on)) {
        expect(Object.keys(compose.services)).toContain(name);
        expect(condition).toBe('service_healthy');
      }
    }
    expect(Object.keys(serviceOf('gateway').depends_on ?? {}).sort()).toEqual([
      ...['catalog', 'identity', 'query', 'sharing'],
    ]);
  });

  it('gives query-service the memory that all its workers may occupy at once', () => {
    const { workers } = configurations.query(serviceOf('query').environment) as {
      workers: Record<'statements' | 'loads', { size: number; residentBytes: number }>;
    };
    const rows = Object.values(workers).reduce((sum, { size, residentBytes }) => sum + size * residentBytes, 0);
    const parserAndService = 2 * 1024 ** 3;
    expect(readBytes(serviceOf('query').deploy.resources.limits.memory)).toBeGreaterThanOrEqual(
      rows + parserAndService,
    );
  });
});

describe('the secrets of docker-compose.yml', () => {
  it('are the variables of .env.example, needed or not as it says there', () => {
    const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1);
    expect(referencesIn(text).toSorted(byName)).toEqual(example.toSorted(byName));
  });

  it.each(Object.keys(passwords))('must be given: nothing starts without %s', (name) => {
    expect(() => readCompose(text, { ...passwords, [name]: '' })).toThrow(`${name}: put a password into .env`);
  });

  it.each(databases)('open to %s a schema of its own, with the password that the database was given', (service) => {
    const url = readDatabaseUrl(own(service, 'DATABASE_URL'));
    expect(url).toEqual({
      dialect: 'mysql',
      host: 'mysql',
      port: 3306,
      user: service,
      password: serviceOf('mysql').environment[`${service.toUpperCase()}_PASSWORD`],
      schema: service,
      tls: false,
    });
  });

  it('are told to the services that need them alone', () => {
    for (const name of serviceNames) {
      const values = Object.values(serviceOf(name).environment).join('\n');
      const told = Object.values(passwords).filter((password) => values.includes(password));
      expect(told).toEqual(
        databases.some((one) => one === name) ? [`EASEMENT_${name.toUpperCase()}_DATABASE_PASSWORD`] : [],
      );
    }
  });
});
