import { Registry } from 'prom-client';
import { measureDatabase } from './measure-database.ts';

const idle = { total: 4, busy: 0, waiting: 0, busySeconds: 0, waitingSeconds: 0, committed: 0, rolledBack: 0 };

/** The lines of the metrics of databases, without help and types. */
async function shown(registry: Registry): Promise<string[]> {
  const lines = (await registry.metrics()).split('\n');
  return lines.filter((line) => line.startsWith('easement_database_'));
}

describe('the metrics of a database', () => {
  it('are its connections, who waits, what its transactions became, and how long all of that took', async () => {
    const registry = new Registry();
    const write = {
      total: 10,
      busy: 7,
      waiting: 3,
      busySeconds: 12.5,
      waitingSeconds: 0.25,
      committed: 40,
      rolledBack: 2,
    };
    measureDatabase(registry, 'catalog', () => ({ read: idle, write, retried: { conflict: 2, lost: 1 } }));
    expect(await shown(registry)).toEqual([
      'easement_database_connections{service="catalog",pool="read",state="busy"} 0',
      'easement_database_connections{service="catalog",pool="read",state="free"} 4',
      'easement_database_connections{service="catalog",pool="write",state="busy"} 7',
      'easement_database_connections{service="catalog",pool="write",state="free"} 3',
      'easement_database_waiting{service="catalog",pool="read"} 0',
      'easement_database_waiting{service="catalog",pool="write"} 3',
      'easement_database_busy_seconds_total{service="catalog",pool="read"} 0',
      'easement_database_busy_seconds_total{service="catalog",pool="write"} 12.5',
      'easement_database_waiting_seconds_total{service="catalog",pool="read"} 0',
      'easement_database_waiting_seconds_total{service="catalog",pool="write"} 0.25',
      'easement_database_transactions_total{service="catalog",pool="read",outcome="committed"} 0',
      'easement_database_transactions_total{service="catalog",pool="read",outcome="rolled_back"} 0',
      'easement_database_transactions_total{service="catalog",pool="write",outcome="committed"} 40',
      'easement_database_transactions_total{service="catalog",pool="write",outcome="rolled_back"} 2',
      'easement_database_retries_total{service="catalog",cause="conflict"} 2',
      'easement_database_retries_total{service="catalog",cause="lost"} 1',
    ]);
  });

  it('are read when somebody looks, and sums are told as they are, not added up again', async () => {
    const registry = new Registry();
    const read = { ...idle };
    measureDatabase(registry, 'catalog', () => ({ read, write: idle, retried: { conflict: 0, lost: 0 } }));
    Object.assign(read, { busy: 1, committed: 5 });
    await registry.metrics();
    Object.assign(read, { busy: 0, committed: 6 });
    const lines = await shown(registry);
    expect(lines).toContain('easement_database_connections{service="catalog",pool="read",state="busy"} 0');
    expect(lines).toContain(
      'easement_database_transactions_total{service="catalog",pool="read",outcome="committed"} 6',
    );
  });

  it('stand side by side where services share a registry', async () => {
    const registry = new Registry();
    for (const [place, service] of (['identity', 'catalog', 'sharing'] as const).entries()) {
      const write = { ...idle, busy: place + 1 };
      measureDatabase(registry, service, () => ({ read: idle, write, retried: { conflict: 0, lost: 0 } }));
    }
    const busy = (await shown(registry)).filter((line) => line.includes('pool="write",state="busy"'));
    expect(busy).toEqual([
      'easement_database_connections{service="identity",pool="write",state="busy"} 1',
      'easement_database_connections{service="catalog",pool="write",state="busy"} 2',
      'easement_database_connections{service="sharing",pool="write",state="busy"} 3',
    ]);
  });

  it('of one registry are not those of another', async () => {
    const [one, other] = [new Registry(), new Registry()];
    const told = { read: idle, write: idle, retried: {} };
    measureDatabase(one, 'catalog', () => told);
    measureDatabase(other, 'sharing', () => told);
    expect((await shown(one)).join()).not.toContain('sharing');
    expect((await shown(other)).join()).not.toContain('catalog');
  });
});
