export { type Environment, readEnvironment, type Variables } from './environment.ts';
export { exitCodes } from './exit-codes.ts';
export type { Io } from './io.ts';
export { run } from './run.ts';
