import { runFuzz } from '@easement/e2e';
import type { Section } from './section.ts';

const fullNumber = 10_000;

/** SELECTs and statements of ours, made by a grammar, many of them with pieces of an attack, as one caller. */
export const fuzz: Section = {
  name: 'fuzz',
  shows: 'no statement tells its caller of files, closed tables, dropped columns or other tenants, or changes a file',
  prove: async ({ store, scale, seed, progress }) => {
    const statements = Math.ceil(fullNumber * scale);
    const { problems, refused, ...done } = await runFuzz({ statements, store, seed, log: progress });
    const { answered, hostile, compared } = done;
    const figures = { statements, answered, hostile, 'compared with nothing': compared, wrong: problems.length };
    return { figures, failures: problems, raw: refused };
  },
};
