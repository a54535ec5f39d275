import { covers, type ProjectRole } from './index.ts';

describe('covers', () => {
  it.each<[held: ProjectRole | undefined, read: boolean, write: boolean, admin: boolean]>([
    ['admin', true, true, true],
    ['write', true, true, false],
    ['read', true, false, false],
    [undefined, false, false, false],
  ])('%s: read %s, write %s, admin %s', (held, read, write, admin) => {
    expect([covers(held, 'read'), covers(held, 'write'), covers(held, 'admin')]).toEqual([read, write, admin]);
  });
});
