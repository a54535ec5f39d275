import { Format, type LoadHeader } from '@easement/contracts';
import { invalidField } from '@easement/domain';
import { type FileFormat, plainCsv } from '../engine/rows/load-job.ts';

/** How the header says that the file is written. */
export function toFileFormat({ format, csv }: LoadHeader): FileFormat {
  switch (format) {
    case Format.PARQUET:
      return { kind: 'parquet' };
    case Format.CSV:
      return {
        kind: 'csv',
        csv: {
          header: csv?.header ?? plainCsv.header,
          delimiter: csv?.delimiter || plainCsv.delimiter,
          nullText: csv?.nullText ?? plainCsv.nullText,
        },
      };
    default:
      throw invalidField('header.format', 'the format of the file is not given');
  }
}
