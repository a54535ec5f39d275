import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { CallOptions, LoadRequest } from '@easement/client';
import type { LoadTableResponse } from '@easement/contracts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import { createProgress } from './progress.ts';
import type { Session } from './session.ts';
import { systemCode } from './system-code.ts';

const chunkBytes = 1024 * 1024;

/** A file to load. It is opened anew for each attempt. */
export async function fileSource(file: string): Promise<Pick<LoadRequest, 'source' | 'totalBytes'>> {
  const { size } = await stat(file).catch((error: unknown) => {
    throw new CommandError(exitCodes.failed, `cannot read ${file}: ${systemCode(error) ?? String(error)}`);
  });
  return { source: () => createReadStream(file, { highWaterMark: chunkBytes }), totalBytes: size };
}

/** Loads, showing on stderr how far it is, and tells at the end what came of it. */
export async function loadFile(
  { client, io, tell, settings, mutation }: Session,
  request: LoadRequest,
  call: CallOptions,
): Promise<LoadTableResponse> {
  const progress = createProgress(io);
  const loading = client.loadTable({ ...request, ...mutation, onProgress: progress.step }, call);
  const answer = await loading.finally(progress.end);
  if (settings.dryRun) tell('Nothing was loaded; the file and the table agree.');
  else tell(`Loaded ${answer.rowCount} rows; the table is at version ${answer.version}.`);
  return answer;
}
