export { type CatalogConfig, type Config, readConfig } from './config.ts';
export { buildCatalog, type Seams, startService } from './service.ts';
