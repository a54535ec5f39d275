import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { parseEnv } from 'node:util';
import { type ServiceName, serviceNames } from '@easement/domain';
import { configurations, variablesOf } from './configurations.ts';

type Row = { readonly name: string; readonly default: string };

const page = readFileSync('docs/operations.md', 'utf8');
const oneMachine = parseEnv(readFileSync('deploy/one-machine.env', 'utf8'));
const keysFolder = 'keys';

/** What docs/operations.md says that a service reads. */
function rowsOf(service: ServiceName): readonly Row[] {
  const lines = page.matchAll(/^\| `(EASEMENT_[A-Z_<>]+)` +\| ([^|]+?) +\| ([^|]+?) +\|/gm);
  return [...lines].flatMap(([, pattern = '', readers = '', text = '']) => {
    if (!/^each\b/.test(readers) && !readers.split(', ').includes(service)) return [];
    return { name: pattern.replace('<SERVICE>', service.toUpperCase()), default: text };
  });
}

/** All that must be set, as an operator might. */
function enough(service: ServiceName): Readonly<Record<string, string>> {
  const required = rowsOf(service).filter((row) => row.default === 'required');
  const values = required.map(({ name }) => [name, sample(name)] as const);
  return { ...Object.fromEntries(values), EASEMENT_KEYS_FOLDER: keysFolder };
}

function sample(name: string): string {
  if (name.endsWith('_PORT')) return '7';
  return name.endsWith('_URL') ? 'sqlite:some.db' : 'some/text';
}

/** The value of a default: of `code`, with what it takes from elsewhere; undefined where it is put in words. */
function valueOf(text: string): string | undefined {
  return /^`(.*)`$/.exec(text)?.[1]?.replace('<keys folder>', keysFolder).replace('<temporary folder>', tmpdir());
}

describe.each([...serviceNames])('the configuration of %s in docs/operations.md', (service) => {
  const rows = rowsOf(service);
  const read = configurations[service];

  it('names every variable that it reads, and no other', () => {
    expect(rows.map(({ name }) => name).toSorted()).toEqual([...variablesOf(service)].toSorted());
  });

  it('is enough with what is said to be required', () => {
    expect(() => read(enough(service))).not.toThrow();
  });

  it.each(rows.filter((row) => row.default === 'required'))('needs $name', ({ name }) => {
    expect(() => read({ ...enough(service), [name]: undefined })).toThrow(`${name} is not set`);
  });

  it.each(rows.filter((row) => valueOf(row.default) !== undefined))(
    'takes for $name the default that is said',
    (row) => {
      const given = { ...enough(service), [row.name]: valueOf(row.default) };
      expect(read(given)).toEqual(read(enough(service)));
    },
  );

  it.each(rows.filter((row) => row.default !== 'required'))('looks at $name', ({ name }) => {
    const changed = { ...enough(service), [name]: '3?!' };
    const outcome = (): string => {
      try {
        return JSON.stringify(read(changed));
      } catch (error) {
        return String(error);
      }
    };
    expect(outcome()).not.toBe(JSON.stringify(read(enough(service))));
  });
});

describe('deploy/one-machine.env', () => {
  it.each([...serviceNames])('has all that %s needs', (service) => {
    expect(() => configurations[service](oneMachine)).not.toThrow();
  });

  it('has nothing that no service reads', () => {
    const known = new Set(serviceNames.flatMap((service) => [...variablesOf(service)]));
    expect(Object.keys(oneMachine).filter((name) => !known.has(name))).toEqual([]);
  });

  it('says where each service is, and no port twice', () => {
    const addresses = ['identity', 'catalog', 'sharing', 'query'].map((service) => [
      oneMachine[`EASEMENT_${service.toUpperCase()}_ADDRESS`],
      `127.0.0.1:${oneMachine[`EASEMENT_${service.toUpperCase()}_PORT`] ?? ''}`,
    ]);
    for (const [told, real] of addresses) expect(told).toBe(real);
    const ports = Object.entries(oneMachine).flatMap(([name, value]) => (name.endsWith('_PORT') ? [value] : []));
    expect(new Set(ports).size).toBe(ports.length);
  });
});

describe('docs/operations.md', () => {
  it('links to headings that it has', () => {
    const headings = [...page.matchAll(/^###? (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target);
    expect(links.filter((target) => target === undefined || !headings.includes(target))).toEqual([]);
  });

  it('says how much memory query-service needs as docker-compose.yml and by default', () => {
    const needed = (mib: number, workers: number): number => (workers * (1.5 * mib + 512) + 2048) / 1024;
    const { workers } = configurations.query(enough('query')) as {
      workers: Record<'statements' | 'loads', { size: number; residentBytes: number; memoryBytes: number }>;
    };
    const { statements, loads } = workers;
    expect(statements.residentBytes).toBe(1.5 * statements.memoryBytes + 512 * 1024 ** 2);
    expect(page).toContain(`which is ${needed(statements.memoryBytes / 1024 ** 2, statements.size + loads.size)} GiB`);
    expect(page).toContain(`${needed(512, 3)} GiB`);
  });
});
