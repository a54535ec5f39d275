import type { Environment } from './environments.ts';

/** Where compiled code is kept, for a process that gets no other part of this one's environment. */
export function compileCache(): Environment {
  const { NODE_COMPILE_CACHE: cache } = process.env;
  return cache === undefined ? {} : { NODE_COMPILE_CACHE: cache };
}
