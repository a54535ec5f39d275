import { Format, type LoadHeader } from '@easement/contracts';
import { invalidField } from '@easement/domain';
import { type FileFormat, plainCsv } from '../engine/rows/load-job.ts';

/** How the header says that the file is written. */
export function toFileFormat({ format, csv }: Pick<LoadHeader, 'format' | 'csv'>): FileFormat {
  if (format === Format.PARQUET) return { kind: 'parquet' };
  if (format !== Format.CSV) throw invalidField('header.format', 'the format of the file is not given');
  return {
    kind: 'csv',
    csv: {
      header: csv?.header ?? plainCsv.header,
      delimiter: csv?.delimiter || plainCsv.delimiter,
      nullText: csv?.nullText ?? plainCsv.nullText,
    },
  };
}
