import { create } from '@bufbuild/protobuf';
import { CsvOptionsSchema, Format } from '@easement/contracts';
import { toFileFormat } from './file-format.ts';

describe('toFileFormat', () => {
  it('reads CSV with a header, commas, and nothing for NULL where nobody says otherwise', () => {
    const plain = { kind: 'csv', csv: { header: true, delimiter: ',', nullText: '' } };
    expect(toFileFormat({ format: Format.CSV })).toEqual(plain);
    expect(toFileFormat({ format: Format.CSV, csv: create(CsvOptionsSchema) })).toEqual(plain);
  });

  it('reads CSV as it is told to', () => {
    const csv = create(CsvOptionsSchema, { header: false, delimiter: '\t', nullText: 'NULL' });
    expect(toFileFormat({ format: Format.CSV, csv })).toEqual({
      kind: 'csv',
      csv: { header: false, delimiter: '\t', nullText: 'NULL' },
    });
  });

  it('reads Parquet, which says all of itself', () => {
    expect(toFileFormat({ format: Format.PARQUET, csv: create(CsvOptionsSchema) })).toEqual({ kind: 'parquet' });
  });

  it('refuses a file of no format', () => {
    expect(() => toFileFormat({ format: Format.UNSPECIFIED })).toThrow('not given');
  });
});
