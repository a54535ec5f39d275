export { type Config, type IdentityConfig, readConfig } from './config.ts';
export type { ClosingStep } from './deps.ts';
export type { OperatorTokens } from './operator-token.ts';
export { buildIdentity, type Seams, startService } from './service.ts';
