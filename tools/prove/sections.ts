import { fuzz } from './fuzz.ts';
import { guards } from './guards.ts';
import { kills } from './kills.ts';
import { model } from './model.ts';
import { races } from './races.ts';
import { revokes } from './revokes.ts';
import type { Section } from './section.ts';

/** Everything that `npm run prove` can show, in the order in which it does. */
export const sections: readonly Section[] = [model, races, revokes, kills, fuzz, guards];

/** The sections of these names, in the order of `all`; all of them where none is named. Throws on an unknown name. */
export function chooseSections(all: readonly Section[], names: readonly string[]): readonly Section[] {
  const unknown = names.filter((name) => !all.some((section) => section.name === name));
  if (unknown.length > 0) {
    throw new Error(`no such section: ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}`);
  }
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}
