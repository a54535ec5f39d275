import type { Verb } from '../command.ts';

export const sql: Verb = {
  usage: 'sql [statement]',
  summary: 'run SQL in a project: a statement, a file, stdin, or a prompt',
  changes: true,
  options: [
    { flags: '-f, --file <file>', summary: 'run the statements of a file' },
    { flags: '-d, --database <name>', summary: 'the bucket or link that is used from the start, as USE sets it' },
    { flags: '--max-rows <count>', summary: 'cut each result after so many rows' },
  ],
  examples: [
    `sql "SELECT state, count(*) FROM flights.airports GROUP BY 1" --project operations`,
    'sql "SHOW TABLES" --database flights',
    'sql -f report.sql -o csv > report.csv',
    'sql --project analytics',
  ],
  // The grammar of statements takes longer to load than most commands take to run.
  run: async (session, input) => {
    const { runSql } = await import('../sql/run-sql.ts');
    await runSql(session, input);
  },
};
