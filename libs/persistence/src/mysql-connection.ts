import mysql from 'mysql2';
import type { DatabaseUrl } from './database-url.ts';
import type { Wire } from './mysql-slot.ts';
import type { Log } from './work.ts';

const connectTimeoutMs = 5_000;
const lockWaitSeconds = 3;

/** Text is compared byte by byte where MySQL may choose, and 64-bit numbers arrive as text, unrounded. */
export function connectionOptions(url: Extract<DatabaseUrl, { dialect: 'mysql' }>) {
  return {
    host: url.host,
    port: url.port,
    password: url.password,
    database: url.schema,
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    supportBigNumbers: true,
    bigNumberStrings: true,
    connectTimeout: connectTimeoutMs,
    ...(url.tls ? { ssl: { rejectUnauthorized: true } } : {}),
  };
}

/** The driver with a pool that prepares each new connection before its first use. */
export function createSessionDriver(driver: typeof mysql, isolation: string) {
  const settings = [
    `SET SESSION TRANSACTION ISOLATION LEVEL ${isolation}`,
    // Strict, or MySQL cuts what does not fit; and backslashes escape, as the driver's quoting assumes.
    `SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
       time_zone = '+00:00', innodb_lock_wait_timeout = ${lockWaitSeconds}, autocommit = 1`,
  ];
  return {
    ...driver,
    createPool: (options: mysql.PoolOptions) => {
      const pool = driver.createPool(options);
      pool.on('connection', (connection) => {
        for (const sql of settings)
          connection.query(sql, (error) => (error === null ? undefined : connection.destroy()));
      });
      return pool;
    },
  };
}

/**
 * Ends the statement that runs on `wire`, here and on the server, which would otherwise go on, holding its locks. The
 * pool replaces the connection.
 */
export function killConnection(url: Extract<DatabaseUrl, { dialect: 'mysql' }>, wire: Wire, log: Log): void {
  wire.stream.destroy(Object.assign(new Error('the call ended before its statement did'), { code: 'ECONNRESET' }));
  const { database: _unused, ...options } = connectionOptions(url);
  const killer = mysql.createConnection({ ...options, user: url.user });
  killer.on('error', () => undefined);
  killer.query(`KILL ${wire.threadId}`, (error) => {
    // The statement may have ended by itself meanwhile.
    if (error !== null && error.code !== 'ER_NO_SUCH_THREAD')
      log.warn({ code: error.code }, 'an overdue statement could not be stopped');
    killer.destroy();
  });
}
