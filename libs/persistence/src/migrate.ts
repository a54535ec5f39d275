import { createHash } from 'node:crypto';
import type { DataSource, QueryRunner } from 'typeorm';
import { codeColumn, integerColumn, textColumn, timeColumn } from './column.ts';
import type { Dialect } from './database-url.ts';
import type { Migration } from './migration.ts';
import { createTableSql } from './schema.ts';
import { runOn } from './store.ts';
import { table } from './table.ts';
import type { Log } from './work.ts';

/** What has been applied. MySQL ends a transaction at each change of the schema, so each statement is noted by itself. */
const appliedTable = table('migration_applied', {
  columns: {
    number: integerColumn(),
    statement: integerColumn(),
    title: textColumn(),
    hash: codeColumn(),
    apply_time: timeColumn(),
  },
  primary: ['number', 'statement'],
  acrossOrganizations: true,
});

type Work = { readonly dialect: Dialect; readonly migrations: readonly Migration[]; readonly log: Log };

const lockTimeoutSeconds = 60;

/**
 * Applies what is missing, under a lock that other processes wait for. A process that died in between left whole
 * statements behind (SQLite: whole migrations), and the next one goes on from there.
 */
export async function migrate(source: DataSource, work: Work): Promise<void> {
  work.migrations.forEach(({ number }, index) => {
    if (number !== index + 1)
      throw new TypeError(`migrations run from 1 without a gap, but number ${number} is at place ${index + 1}`);
  });
  const runner = source.createQueryRunner();
  try {
    await (work.dialect === 'mysql'
      ? underLock(runner, () => apply(runner, work))
      : inOneTransaction(runner, () => apply(runner, work)));
  } finally {
    await runner.release();
  }
}

async function underLock(runner: QueryRunner, run: () => Promise<void>): Promise<void> {
  const name = "CONCAT('easement_migrate_', SHA1(DATABASE()))";
  const { rows } = await runOn(runner, `SELECT GET_LOCK(${name}, ${lockTimeoutSeconds}) AS got`);
  if (Number(rows[0]?.['got']) !== 1) {
    throw new Error(
      'another process has been migrating this schema for a minute; wait until it is done, then start again',
    );
  }
  try {
    await run();
  } finally {
    // If the connection is gone, so is the lock, and what broke it is what the caller must hear.
    await runOn(runner, `SELECT RELEASE_LOCK(${name})`).catch(() => undefined);
  }
}

async function inOneTransaction(runner: QueryRunner, run: () => Promise<void>): Promise<void> {
  await runOn(runner, 'BEGIN IMMEDIATE');
  try {
    await run();
    await runOn(runner, 'COMMIT');
  } catch (error) {
    await runOn(runner, 'ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function apply(runner: QueryRunner, { dialect, migrations, log }: Work): Promise<void> {
  for (const sql of createTableSql(appliedTable, 1, dialect)) await runOn(runner, sql);
  const applied = await readApplied(runner);
  const newest = Math.max(0, ...applied.map(({ number }) => number));
  if (newest > migrations.length) {
    throw new Error(
      `the database is at migration ${newest}, but this program knows ${migrations.length}: a newer version has been ` +
        'here; start that version or a later one',
    );
  }
  for (const migration of migrations) await applyOne(runner, migration, dialect, { applied, log });
}

type Applied = { readonly number: number; readonly statement: number; readonly hash: string };

async function applyOne(
  runner: QueryRunner,
  { number, title, statements }: Migration,
  dialect: Dialect,
  { applied, log }: { readonly applied: readonly Applied[]; readonly log: Log },
): Promise<void> {
  for (const [statement, sql] of statements(dialect).entries()) {
    const hash = createHash('sha256').update(sql.replace(/\s+/g, ' ')).digest('hex');
    const before = applied.find((one) => one.number === number && one.statement === statement);
    if (before === undefined) {
      await runOn(runner, sql);
      await runOn(
        runner,
        'INSERT INTO migration_applied (number, statement, title, hash, apply_time) VALUES (?, ?, ?, ?, ?)',
        [number, statement, title, hash, Date.now()],
      );
      log.info({ number, statement, title }, 'migrated');
    } else if (before.hash !== hash) {
      throw new Error(
        `migration ${number} (${title}) was applied with other words than this program has: never change a released ` +
          'migration, mark new columns with since() and add another',
      );
    }
  }
}

async function readApplied(runner: QueryRunner): Promise<Applied[]> {
  const { rows } = await runOn(runner, 'SELECT number, statement, hash FROM migration_applied');
  const { number, statement, hash } = appliedTable.columns;
  return rows.map((row) => ({
    number: number.decode(row['number']),
    statement: statement.decode(row['statement']),
    hash: hash.decode(row['hash']),
  }));
}
