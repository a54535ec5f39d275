export { type Config, readConfig, type SharingConfig } from './config.ts';
export type { Step } from './deps.ts';
export { buildSharing, type Seams, startService } from './service.ts';
