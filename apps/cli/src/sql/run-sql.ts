import { readFile } from 'node:fs/promises';
import { splitStatements } from '@easement/sql';
import type { Input } from '../command.ts';
import { usageError } from '../command-error.ts';
import { findProject } from '../find/projects.ts';
import { readAll } from '../read-secret.ts';
import type { Session } from '../session.ts';
import { openPrompt } from './prompt.ts';
import { runStatement } from './run-statement.ts';

/** Runs what was given, one statement after the other up to the first that fails, or opens a prompt. */
export async function runSql(session: Session, input: Input): Promise<void> {
  const projectId = await findProject(session);
  const setting = {
    projectId,
    maxRows: input.count('maxRows'),
    database: input.option('database') ?? '',
    showsTime: true,
  };
  const text = await readText(session, input);
  if (text === undefined) return await openPrompt(session, setting);
  const statements = splitStatements(text);
  if (statements.length === 0) throw usageError('there is no statement to run');
  if (statements.length > 1) refuseSharedId(session);
  let { database } = setting;
  for (const { text: statement, line } of statements) {
    const running = runStatement(session, { ...setting, statement, database }, session.call);
    database = await running.catch((error: unknown) => {
      if (statements.length > 1 || input.option('file') !== undefined)
        session.tell(`in the statement of line ${line}:`);
      throw error;
    });
  }
}

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
