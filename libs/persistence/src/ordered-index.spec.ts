import { idColumn } from './column.ts';
import { orderedIndex } from './ordered-index.ts';
import { table } from './table.ts';

const link = table('link', {
  columns: { organization_id: idColumn(), id: idColumn(), share_id: idColumn(), state: idColumn() },
  primary: ['organization_id', 'id'],
  indexes: {
    by_share: ['organization_id', 'share_id', 'id'],
    by_share_state: ['organization_id', 'share_id', 'state', 'id'],
  },
});
const mysql = { dialect: 'mysql' } as const;
const share = { organization_id: 'o', share_id: 's' };

describe('the index of a page', () => {
  it.each([
    ['what matches, then the order', share, ['id'], ' FORCE INDEX (`link_by_share`)'],
    ['columns in another order', { state: 'a', ...share }, ['id'], ' FORCE INDEX (`link_by_share_state`)'],
    ['more order than one column', share, ['state', 'id'], ' FORCE INDEX (`link_by_share_state`)'],
    ['a column that is not asked for', { ...share, state: undefined }, ['id'], ' FORCE INDEX (`link_by_share`)'],
  ])('begins with %s', (_, where, by, hint) => {
    expect(orderedIndex(mysql, link, where, by)).toBe(hint);
  });

  it.each([
    ['an order that no index has', share, ['id', 'state']],
    ['a list of values, which no range holds in order', { ...share, state: ['a', 'b'] }, ['id']],
    ['the primary key', { organization_id: 'o' }, ['id']],
  ])('is left to the store for %s', (_, where, by) => {
    expect(orderedIndex(mysql, link, where, by)).toBe('');
  });

  it('is left to SQLite', () => {
    expect(orderedIndex({ dialect: 'sqlite' }, link, share, ['id'])).toBe('');
  });
});
