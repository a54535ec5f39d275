import { Gauge, type Registry } from 'prom-client';
import type { Engine } from './engine/engine.ts';

/** Shows in `registry` how many workers of each pool are ready and busy, and how many jobs wait for one. */
export function measureWorkers(registry: Registry, engine: Pick<Engine, 'status'>): void {
  new Gauge({
    name: 'easement_query_workers',
    help: 'Worker processes by pool and state, and the jobs that wait for one',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const [pool, { ready, busy, waiting }] of Object.entries(engine.status())) {
        this.set({ pool, state: 'ready' }, ready);
        this.set({ pool, state: 'busy' }, busy);
        this.set({ pool, state: 'waiting' }, waiting);
      }
    },
  });
}
