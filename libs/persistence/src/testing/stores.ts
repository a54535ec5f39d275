import type { Dialect } from '../database-url.ts';
import { hasMariaDb } from './mariadb-programs.ts';

/**
 * The stores that suites run on here: `describe.each(stores)('shares on %s', (store) => …)`. Without a MariaDB server
 * the suites on MySQL are left out, with a warning; in CI they stay in, and fail.
 */
export const stores: readonly Dialect[] = findStores();

function findStores(): readonly Dialect[] {
  // eslint-disable-next-line no-restricted-properties -- no main.ts runs before a suite
  if (hasMariaDb() || process.env['CI'] === 'true') return ['sqlite', 'mysql'];
  process.stderr.write('\nNO MARIADB SERVER HERE: SUITES ON MYSQL ARE SKIPPED. apt-get install mariadb-server\n\n');
  return ['sqlite'];
}
