import { create } from '@bufbuild/protobuf';
import { TableVersionSchema } from '@easement/contracts';
import { toGrantedTable } from './granted.ts';

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
