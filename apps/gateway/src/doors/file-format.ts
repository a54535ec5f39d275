import { Format } from '@easement/contracts';

/** The formats of files as queries name them. */
export const formats = { csv: Format.CSV, parquet: Format.PARQUET } as const;

/** The formats as HTTP and file names know them. */
export const files: Readonly<Record<Format, { readonly type: string; readonly suffix: string }>> = {
  [Format.UNSPECIFIED]: { type: 'application/octet-stream', suffix: '' },
  [Format.CSV]: { type: 'text/csv; charset=utf-8', suffix: '.csv' },
  [Format.PARQUET]: { type: 'application/vnd.apache.parquet', suffix: '.parquet' },
};

/** The format that a content type names, if it names one that loads. */
export function formatOf(contentType: string | undefined): Format | undefined {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'text/csv') return Format.CSV;
  return type === files[Format.PARQUET].type ? Format.PARQUET : undefined;
}
