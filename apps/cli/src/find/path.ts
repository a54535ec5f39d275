import { usageError } from '../command-error.ts';

/** Parts of `project.bucket.table` as far as given. Names hold no dots, so this cannot go wrong. */
export type TablePath = { readonly project?: string; readonly bucket: string; readonly table: string };
export type BucketPath = { readonly project?: string; readonly bucket: string };

export function readBucketPath(text: string): BucketPath {
  const parts = text.split('.');
  const [first, second] = parts;
  if (parts.every(Boolean) && first !== undefined) {
    if (parts.length === 1) return { bucket: first };
    if (parts.length === 2 && second !== undefined) return { project: first, bucket: second };
  }
  throw usageError(`${JSON.stringify(text)} names no bucket`, 'write BUCKET, PROJECT.BUCKET or an id');
}

/** `project.share`, or `share` alone. */
export function readSharePath(text: string): { readonly project?: string; readonly share: string } {
  const parts = text.split('.');
  const share = parts.at(-1);
  const project = parts.at(-2);
  if (parts.every(Boolean) && parts.length <= 2 && share !== undefined) {
    return { share, ...(project === undefined ? {} : { project }) };
  }
  throw usageError(`${JSON.stringify(text)} names no share`, 'write SHARE, PROJECT.SHARE or an id');
}

export function readTablePath(text: string): TablePath {
  const parts = text.split('.');
  const table = parts.at(-1);
  const bucket = parts.at(-2);
  const project = parts.at(-3);
  if (parts.every(Boolean) && parts.length <= 3 && bucket !== undefined && table !== undefined) {
    return { bucket, table, ...(project === undefined ? {} : { project }) };
  }
  throw usageError(`${JSON.stringify(text)} names no table`, 'write BUCKET.TABLE, PROJECT.BUCKET.TABLE or an id');
}
