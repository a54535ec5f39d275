import { stat } from 'node:fs/promises';
import { type CurrentFile, FileProblem, type FileService } from '@easement/contracts';
import { parseId } from '@easement/domain';
import { assertOperator, asService, backgroundCall, type Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { absolutePath } from '../engine/files/data-path.ts';

/** The page token is the catalog's own, which is of that organization alone. */
export function checkFiles({
  dataFolder,
  inventory,
}: Pick<Deps, 'dataFolder' | 'inventory'>): Handler<typeof FileService.method.checkFiles> {
  return async ({ organizationId, pageSize, pageToken }, call) => {
    assertOperator(call);
    const { signal, deadline, method } = call;
    const organization = parseId('organization', organizationId);
    const timeoutMs = Math.max(0, deadline - Date.now());
    const work = backgroundCall({ service: 'query', organization, timeoutMs, method, signal });
    const { files, nextPageToken } = await inventory.listCurrentFiles({ pageSize, pageToken }, asService(work));
    const problems = await Promise.all(files.map((file) => problemOf(dataFolder, file)));
    const brokenFiles = files.flatMap(({ fileId, tableId, path }, place) => {
      const problem = problems[place];
      return problem === undefined ? [] : [{ fileId, tableId, path, problem }];
    });
    return { brokenFiles, checkedCount: files.length, nextPageToken };
  };
}

/** The size tells a copy that was cut short; what is inside a file never changes. */
async function problemOf(dataFolder: string, { path, byteCount }: CurrentFile): Promise<FileProblem | undefined> {
  try {
    const { size } = await stat(absolutePath(dataFolder, path));
    return BigInt(size) === byteCount ? undefined : FileProblem.WRONG_SIZE;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') {
      return FileProblem.MISSING;
    }
    throw error;
  }
}
