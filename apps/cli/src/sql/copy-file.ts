import type { CallOptions } from '@easement/client';
import { parseStatement, tokenize } from '@easement/sql';
import { usageError } from '../command-error.ts';
import { findTable } from '../find/tables.ts';
import { fileSource, loadFile } from '../load-file.ts';
import type { Session } from '../session.ts';
import { type Copy, readCopyOptions } from './copy-options.ts';

/** A COPY from a file, which the server cannot see; undefined for all that the server runs, or is to refuse. */
export function readCopy(statement: string): Copy | undefined {
  if (tokenize(statement, 1)[0]?.text !== 'COPY') return undefined;
  try {
    const parsed = parseStatement(statement);
    return parsed.kind === 'copy' ? parsed : undefined;
  } catch {
    return undefined;
  }
}

type CopyRequest = { readonly copy: Copy; readonly projectId: string; readonly database: string };

/** Loads the file of a COPY into its table. */
export async function copyFile(session: Session, request: CopyRequest, call: CallOptions): Promise<void> {
  const { file, options } = request.copy;
  const read = readCopyOptions(options, file);
  const path = pathOf(request);
  const [source, { tableId }] = await Promise.all([fileSource(file), findTable(session, path)]);
  await loadFile(session, { ...read, ...source, tableId }, call);
}

/** The table as commands name it: `project.bucket.table`. */
function pathOf({ copy, projectId, database }: CopyRequest): string {
  const { parts } = copy.table;
  if (parts.length > 1) return parts.length === 2 ? [projectId, ...parts].join('.') : parts.join('.');
  if (database !== '') return [projectId, database, ...parts].join('.');
  throw usageError(`${parts.join('.')} is in no database`, 'write DATABASE.TABLE, or USE a database first');
}
