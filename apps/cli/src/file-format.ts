import { Format } from '@easement/contracts';
import { usageError } from './command-error.ts';

export const formatWords = ['csv', 'parquet'] as const;

/** The format that was named, else the one that the file's name tells. */
export function fileFormat(named: string | undefined, file: string | undefined, fallback?: Format): Format {
  if (named !== undefined) return named === 'parquet' ? Format.PARQUET : Format.CSV;
  if (file && /\.(csv|tsv)(\.gz)?$/i.test(file)) return Format.CSV;
  if (file && /\.parquet$/i.test(file)) return Format.PARQUET;
  if (fallback !== undefined) return fallback;
  throw usageError(
    `the name ${file ?? '-'} does not tell the format`,
    'give --format csv or --format parquet, in SQL FORMAT csv or FORMAT parquet',
  );
}

/** Tabs in a file that is called so. */
export function fileDelimiter(file: string): string {
  return /\.tsv(\.gz)?$/i.test(file) ? '\t' : '';
}
