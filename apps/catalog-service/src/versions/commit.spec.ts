import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { type CommitVersionRequest, CommitVersionRequestSchema, OperationKind } from '@easement/contracts';
import { newId } from '@easement/domain';
import { refusalOf } from '@easement/testing';
import type { TableColumn } from '../tables/data-table.ts';
import { assertFilesFit, toCommit } from './commit.ts';
import type { DataFile } from './version.ts';

type Init = Exclude<MessageInitShape<typeof CommitVersionRequestSchema>, CommitVersionRequest>;
type FileInit = NonNullable<Init['files']>[number];

const column = { id: newId('column'), name: 'Id', type: 'bigint', nullable: false };

const aFile = (fields: object = {}): FileInit => ({
  id: newId('file'),
  path: 'tbl_1/fil_1.parquet',
  rowCount: 3n,
  byteCount: 300n,
  sha256: 'f'.repeat(64),
  columnIds: [column.id],
  ...fields,
});

const aRequest = (fields: Init = {}) =>
  create(CommitVersionRequestSchema, {
    principalId: newId('user'),
    tableId: newId('table'),
    expectedVersion: 4n,
    kind: OperationKind.APPEND,
    files: [aFile()],
    ...fields,
  });

const newTable = { bucketId: newId('bucket'), name: 'Flights', columns: [column], primaryKey: ['ID'] };
const made: Init = { kind: OperationKind.CREATE, expectedVersion: 0n, newTable };

describe('a commit', () => {
  it('is read with its files', () => {
    const request = aRequest();
    expect(toCommit(request)).toMatchObject({
      principal: request.principalId,
      table: request.tableId,
      expectedVersion: 4,
      kind: 'append',
      files: [{ id: request.files[0]?.id, rowCount: 3, byteCount: 300, columns: [column.id] }],
      definition: undefined,
    });
  });

  it('of a new table is read with its columns in the form they are kept', () => {
    expect(toCommit(aRequest(made))).toMatchObject({
      kind: 'create',
      definition: { name: 'Flights', columns: [{ ...column, type: 'INTEGER', keyPlace: 0 }] },
    });
  });

  it('takes service accounts as those on whose behalf it is', () => {
    const principalId = newId('service_account');
    expect(toCommit(aRequest({ principalId })).principal).toBe(principalId);
  });

  it.each<[what: string, fields: Init, field: string]>([
    ['without a kind', { kind: OperationKind.UNSPECIFIED }, 'kind'],
    ['that makes a table without saying which', { ...made, newTable: undefined }, 'new_table'],
    ['that makes a table from a version before', { ...made, expectedVersion: 1n }, 'expected_version'],
    ['that appends and redefines', { newTable }, 'new_table'],
    ['of a file twice', twice(aFile()), 'files'],
    ['of a file outside the data folder', { files: [aFile({ path: '../secret' })] }, 'files[0].path'],
    ['of a file at the root', { files: [aFile({ path: '/etc/passwd' })] }, 'files[0].path'],
    ['of a file with a step up inside', { files: [aFile({ path: 'a/../../b' })] }, 'files[0].path'],
    ['of a file with a backslash', { files: [aFile({ path: 'a\\..\\b' })] }, 'files[0].path'],
    ['of a file with more rows than can be counted', { files: [aFile({ rowCount: 2n ** 60n })] }, 'files[0].row_count'],
    ['of files with more bytes together', { files: [huge(), huge()] }, 'files'],
    ['of a column that is none', { files: [aFile({ columnIds: ['Id'] })] }, 'files[0].column_ids[0]'],
    ['of a new table with a bad name', { ...made, newTable: { ...newTable, name: ' ' } }, 'new_table.name'],
    ['of a new table with a bad type', retyped('MONEY'), 'new_table.columns[0].type'],
    [
      'of a new table without ids of columns',
      { ...made, newTable: { ...newTable, columns: [{ ...column, id: '' }] } },
      'new_table.columns[0].id',
    ],
    [
      'of a new table with one id twice',
      { ...made, newTable: { ...newTable, columns: [column, { ...column, name: 'x' }] } },
      'new_table.columns',
    ],
    [
      'of a new table with a strange key',
      { ...made, newTable: { ...newTable, primaryKey: ['x'] } },
      'new_table.primary_key[0]',
    ],
  ])('%s is refused', (_, fields, field) => {
    expect(refusalOf(() => toCommit(aRequest(fields)))).toMatchObject({ reason: 'invalid_field', facts: { field } });
  });
});

describe('files', () => {
  const required: TableColumn = { ...column, keyPlace: undefined };
  const optional: TableColumn = { ...required, id: newId('column'), name: 'more', nullable: true };
  const aDataFile = (rowCount: number, columns: readonly TableColumn[]): DataFile => ({
    ...{ id: newId('file'), path: 'a', byteCount: 0, sha256: '' },
    rowCount,
    columns: columns.map(({ id }) => id),
  });

  it.each<[what: string, file: DataFile, outcome: string | undefined]>([
    ['all columns', aDataFile(1, [required, optional]), undefined],
    ['all columns that may not be NULL', aDataFile(1, [required]), undefined],
    ['no column, and no rows', aDataFile(0, []), undefined],
    ['rows without a column that may not be NULL', aDataFile(1, [optional]), 'lost_race'],
  ])('with %s: %#', (_, file, outcome) => {
    const refused = refusalOf(() => assertFilesFit([aDataFile(1, [required]), file], [required, optional]));
    expect(refused?.reason).toBe(outcome);
  });
});

function twice(file: FileInit): Init {
  return { files: [file, file] };
}

function huge(): FileInit {
  return aFile({ byteCount: BigInt(Number.MAX_SAFE_INTEGER) });
}

function retyped(type: string): Init {
  return { ...made, newTable: { ...newTable, columns: [{ ...column, type }] } };
}
