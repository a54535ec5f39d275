import { create } from '@bufbuild/protobuf';
import { TableVersionSchema } from '@easement/contracts';
import { toGrantedTable } from './granted.ts';

it('the filter of an alias comes with the columns that it looks at', () => {
  const version = create(TableVersionSchema, {
    columns: [{ id: 'col_1', name: 'price', type: 'INTEGER' }],
    filter: `"col_2" = 'x'`,
    filterColumns: [{ id: 'col_2', name: 'secret', type: 'STRING' }],
  });
  expect(toGrantedTable(version).filter).toEqual({
    condition: { kind: 'compare', column: 'col_2', comparison: '=', value: { kind: 'text', text: 'x' } },
    columns: [{ id: 'col_2', type: { name: 'STRING' } }],
  });
});

it('a granted table is the columns and files of its version, and nothing of who owns it', () => {
  const version = create(TableVersionSchema, {
    tableId: 'tbl_1',
    projectId: 'prj_1',
    columns: [{ id: 'col_1', name: 'price', type: 'DECIMAL(9,2)', nullable: true }],
    files: [{ id: 'fil_1', path: 'org_1/tbl_1/fil_1.parquet', columnIds: ['col_1', 'col_0'], byteCount: 12n }],
  });
  expect(toGrantedTable(version)).toEqual({
    columns: [{ id: 'col_1', name: 'price', type: { name: 'DECIMAL', precision: 9, scale: 2 } }],
    files: [{ path: 'org_1/tbl_1/fil_1.parquet', columnIds: ['col_1', 'col_0'], byteCount: 12 }],
  });
});
