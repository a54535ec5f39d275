export { type Options, readOptions } from './options.ts';
export { type Files, runStandalone } from './run.ts';
export { type Standalone, type StartOptions, startStandalone } from './start.ts';
