import { codeColumn, idColumn } from './column.ts';
import { statisticsOf } from './sqlite-statistics.ts';
import { table } from './table.ts';

const linkTable = table('link', {
  columns: { organization_id: idColumn(), id: idColumn(), share_id: idColumn(), state: codeColumn() },
  primary: ['organization_id', 'id'],
  uniques: { one: ['organization_id', 'share_id'] },
  indexes: { by_state: ['organization_id', 'share_id', 'state', 'id'] },
});

describe('what the planner is told of an index', () => {
  it('narrows with each column, from an organization with many rows down to one row', () => {
    expect(statisticsOf(linkTable)).toEqual([
      { table: 'link', index: 'link', rows: [100_000, 1] },
      { table: 'link', index: 'link_one', rows: [100_000, 1] },
      { table: 'link', index: 'link_by_state', rows: [100_000, 27_826, 599, 1] },
    ]);
  });

  it('of one column is one row for each value', () => {
    const columns = { id: idColumn(), organization_id: idColumn() };
    const all = table('organization', { columns, primary: ['id'], acrossOrganizations: true });
    expect(statisticsOf(all)).toEqual([{ table: 'organization', index: 'organization', rows: [1] }]);
  });
});
