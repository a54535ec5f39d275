import type { Store } from '@easement/e2e';
import type { Finding } from './section.ts';

/** What one section found out on one store. */
export type Proof = Finding & {
  readonly section: string;
  readonly shows: string;
  readonly store: Store;
  readonly scale: number;
  readonly seed: number;
  readonly seconds: number;
};

/** The lines of the summary: one for each proof with its figures, and the failures in full below. */
export function summaryOf(proofs: readonly Proof[]): string[] {
  const table = proofs.map((proof) => [
    proof.failures.length === 0 ? 'shown' : 'FAILED',
    proof.section,
    proof.store,
    figuresOf(proof),
    `${proof.seconds.toFixed(0)} s`,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`);
  return [...lines, ...proofs.flatMap(failuresOf)];
}

function figuresOf({ figures }: Proof): string {
  return Object.entries(figures)
    .map(([name, figure]) => `${typeof figure === 'number' ? figure.toLocaleString('en') : figure} ${name}`)
    .join(', ');
}

function failuresOf({ section, store, shows, failures }: Proof): string[] {
  return failures.flatMap((failure) => ['', `${section} on ${store}: not shown that ${shows}`, failure]);
}
