import { readFileSync } from 'node:fs';
import { applyEdit } from './apply-edit.ts';
import { guards } from './guards.ts';

const edit = { file: 'a.ts', from: 'lock(row)', to: 'find(row) // $&' };

describe('applyEdit', () => {
  it('puts the one text in the place of the other, as it is written', () => {
    expect(applyEdit('const it = lock(row);', edit)).toBe('const it = find(row) // $&;');
  });

  it.each(['const it = find(row);', 'lock(row); lock(row);'])(
    'refuses where the guard is not found once: %s',
    (text) => {
      expect(() => applyEdit(text, edit)).toThrow('a.ts holds');
    },
  );
});

describe('the guards', () => {
  it.each(guards.map((guard) => [guard.name, guard] as const))('can be taken away: %s', (_, { edits }) => {
    for (const one of edits) {
      const text = readFileSync(one.file, 'utf8');
      expect(applyEdit(text, one)).not.toBe(text);
    }
  });
});
