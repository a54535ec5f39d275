import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import type { Environment } from './environments.ts';

/** Where compiled code is kept, for a process that gets no other part of this one's environment. */
export function compileCache(): Environment {
  const cache = getCompileCacheDir();
  return cache === undefined ? {} : { NODE_COMPILE_CACHE: dirname(cache) };
}
