import { newId } from '@easement/domain';
import { toOperation, toOperationRow } from './operation.table.ts';
import { toDataFile, toDataFileRows } from './data-file.table.ts';
import type { DataFile, Operation } from './version.ts';

const table = { organization: newId('organization'), id: newId('table') };

describe('the rows of files', () => {
  const files: DataFile[] = [1, 2].map((number) => ({
    id: newId('file'),
    path: `tbl/${number}.parquet`,
    rowCount: number,
    byteCount: number * 100,
    sha256: String(number).repeat(64),
    columns: [newId('column'), newId('column')],
  }));

  it('hold all of each, in the order in which the version adds them', () => {
    const rows = toDataFileRows({ organization: table.organization, table: table.id, addedIn: 7 }, files);
    expect(rows.map(toDataFile)).toEqual(files);
    expect(rows.map(({ added_in, position }) => [added_in, position])).toEqual([
      [7, 0],
      [7, 1],
    ]);
  });

  it('are listed until a version removes them', () => {
    const [row] = toDataFileRows({ organization: table.organization, table: table.id, addedIn: 1 }, files);
    expect(row).toMatchObject({ removed_in: null, remove_time: null });
  });
});

describe('the row of an operation', () => {
  it('holds all of it', () => {
    const operation: Operation = {
      ...{ version: 3, kind: 'replace', rowCount: 5, byteCount: 500, rowsAdded: 5, rowsRemoved: 9 },
      time: new Date('2026-01-02T03:04:05.678Z'),
      actor: newId('user'),
    };
    expect(toOperation(toOperationRow(table, operation))).toEqual(operation);
  });
});
