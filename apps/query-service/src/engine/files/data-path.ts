import { join } from 'node:path';

/** Where a file of a table lies, below the data folder: what a version records of it. */
export function dataPath(organization: string, table: string, file: string): string {
  return `${organization}/${table}/${file}.parquet`;
}

const shape = /^org_[0-9a-z]+\/tbl_[0-9a-z]+\/fil_[0-9a-z]+\.parquet$/;

/** The absolute path of a recorded one. Whatever does not look like our own never becomes a path. */
export function absolutePath(dataFolder: string, path: string): string {
  if (!shape.test(path)) throw new Error(`not the path of a data file: ${JSON.stringify(path)}`);
  return join(dataFolder, path);
}
