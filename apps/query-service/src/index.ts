export { type Config, defaultLimits, type QueryOptions, readConfig, workerLimits } from './config.ts';
export { buildQuery, type Seams, startService } from './service.ts';
