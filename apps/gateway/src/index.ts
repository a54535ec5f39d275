export { type Config, readConfig } from './config.ts';
export { buildGateway, type Gateway, type GatewayOptions, startService } from './service.ts';
