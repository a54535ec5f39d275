import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import type { Store } from '@easement/e2e';
import { hasMariaDb } from '@easement/persistence/testing';
import { type Proof, summaryOf } from './report.ts';
import type { Section } from './section.ts';
import { chooseSections, sections } from './sections.ts';

/**
 * `npm run prove [-- section …]`: the big runs, whose small versions are in the suite. Full numbers on MySQL protocol, a
 * tenth of them on the embedded store; ends with a table of figures, and with an error if anything was not shown.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Repeats an earlier run; each run prints its own. */
    seed: { type: 'string' },
    /** Part of the full numbers: 0.1 for a quick look. */
    scale: { type: 'string', default: '1' },
    /** Only this store: mysql or sqlite. */
    store: { type: 'string' },
    out: { type: 'string', default: 'dist/prove.json' },
  },
});
const tenth = 0.1;

async function proveOn(section: Section, store: Store, scale: number, seed: number): Promise<Proof> {
  say(`${section.name} on ${store}, at ${scale} of the full numbers, seed ${seed}`);
  const started = performance.now();
  const finding = await section.prove({ store, scale, seed, progress: overwrite }).catch((fault: unknown) => ({
    figures: {},
    failures: [`it broke off: ${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}`],
  }));
  overwrite('');
  const { name, shows } = section;
  return { section: name, shows, store, scale, seed, seconds: (performance.now() - started) / 1000, ...finding };
}

/** On a terminal the line stays one line; in a log each step has its own. */
function overwrite(line: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${line}`);
  else if (line !== '') say(`  ${line}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function storesHere(): readonly Store[] {
  const wanted = (['mysql', 'sqlite'] as const).filter((store) => values.store === undefined || store === values.store);
  if (wanted.length === 0) throw new Error(`--store ${String(values.store)}: there are mysql and sqlite`);
  if (!wanted.includes('mysql') || hasMariaDb()) return wanted;
  throw new Error('no MariaDB server is installed here, which the full numbers need; or take --store sqlite');
}

const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const scale = Number(values.scale);
if (!Number.isInteger(seed) || !(scale > 0)) throw new Error('--seed takes an integer, and --scale a number above 0');
const proofs: Proof[] = [];
const here = storesHere();
for (const section of chooseSections(sections, positionals)) {
  for (const store of here.filter((one) => section.stores?.includes(one) ?? true)) {
    proofs.push(await proveOn(section, store, store === 'mysql' ? scale : scale * tenth, seed));
  }
}
say(`\nProven (seed ${seed})\n`);
summaryOf(proofs).forEach(say);
await mkdir(dirname(values.out), { recursive: true });
await writeFile(values.out, `${JSON.stringify(proofs, undefined, 2)}\n`);
say(`\nRaw figures: ${values.out}`);
process.exitCode = proofs.every(({ failures }) => failures.length === 0) ? 0 : 1;
