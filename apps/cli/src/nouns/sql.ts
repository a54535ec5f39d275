import { readFile } from 'node:fs/promises';
import type { Input, Verb } from '../command.ts';
import { usageError } from '../command-error.ts';
import { findProject } from '../find/projects.ts';
import { readAll } from '../read-secret.ts';
import type { Session } from '../session.ts';
import { openPrompt } from '../sql/prompt.ts';
import { runStatement } from '../sql/run-statement.ts';
import { allStatements } from '../sql/split-statements.ts';

export const sql: Verb = {
  usage: 'sql [statement]',
  summary: 'run SQL in a project: a statement, a file, stdin, or a prompt',
  changes: true,
  options: [
    { flags: '-f, --file <file>', summary: 'run the statements of a file' },
    { flags: '--max-rows <count>', summary: 'cut each result after so many rows' },
  ],
  examples: [
    `sql "SELECT state, count(*) FROM flights.airports GROUP BY 1" --project operations`,
    'sql -f report.sql -o csv > report.csv',
    'sql --project analytics',
  ],
  run: async (session, input) => {
    const projectId = await findProject(session);
    const maxRows = input.count('maxRows');
    const text = await readText(session, input);
    if (text === undefined) return await openPrompt(session, { projectId, maxRows });
    const statements = allStatements(text);
    if (statements.length === 0) throw usageError('there is no statement to run');
    if (statements.length > 1) refuseSharedId(session);
    for (const { text: statement, line } of statements) {
      await runStatement(session, { projectId, statement, maxRows }, session.call).catch((error: unknown) => {
        if (statements.length > 1) session.tell(`in the statement of line ${line}:`);
        throw error;
      });
    }
  },
};

/** What to run, or undefined where somebody sits in front of it. */
async function readText({ io }: Session, input: Input): Promise<string | undefined> {
  const statement = input.optionalArgument('statement');
  const file = input.option('file');
  if (statement !== undefined && file !== undefined) {
    throw usageError('a statement and a file are two things', 'give one of them');
  }
  if (statement !== undefined) return statement;
  if (file !== undefined) return await readFile(file, 'utf8');
  return io.stdin.isTTY ? undefined : await readAll(io.stdin);
}

function refuseSharedId({ settings }: Session): void {
  if (settings.requestId === undefined) return;
  throw usageError('--request-id is for one statement', 'run them one by one');
}
