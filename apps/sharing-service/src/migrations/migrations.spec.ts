import { createHash } from 'node:crypto';
import { migrations } from './index.ts';

// A database that has run them is compared with these words: a change here locks it out.
const before = {
  mysql: ['0edbc27ba9f69d6a', '48b34036a6b85b86', '980aa7695f4b5bdd'],
  sqlite: ['fa82a0a10197158a', 'c5a080da7325cb78', '30b5456ce725c73d'],
} as const;

it.each(['mysql', 'sqlite'] as const)('the first migrations say on %s what they always said', (dialect) => {
  const words = migrations
    .slice(0, before[dialect].length)
    .map(({ statements }) => statements(dialect).join(';\n').replace(/\s+/g, ' '));
  expect(words.map((text) => createHash('sha256').update(text).digest('hex').slice(0, 16))).toEqual(before[dialect]);
});
