import { createInterface } from 'node:readline';
import { splitStatements } from '@easement/sql';
import { describeFailure } from '../failure.ts';
import { ReaderLeftError } from '../io.ts';
import { printable } from '../printable.ts';
import type { Session } from '../session.ts';
import { completeWord, loadNames } from './complete-names.ts';
import { historyFile } from './history.ts';
import { createLineQueue, type LineQueue } from './line-queue.ts';
import { runStatement, type StatementRequest } from './run-statement.ts';

/** What statements are sent with; the database is the one at the start. */
export type PromptOptions = Omit<StatementRequest, 'statement'>;

const help = `Statements end with a semicolon and may span lines. Tab completes names.
\\d  lists what the project can use     \\?  shows this
\\q  leaves, as Ctrl-D does             Ctrl-C  stops a statement, or drops what is typed`;

/** Reads statements and runs them until somebody leaves. A statement that fails is told, and the next one is read. */
export async function openPrompt(session: Session, options: PromptOptions): Promise<void> {
  const { io, tell } = session;
  const history = historyFile(io.environment.stateFolder);
  // Tab without names is better than no prompt.
  const names = loadNames(session, options.projectId).catch((): readonly string[] => []);
  let typed = await history.read();
  const typing = createInterface({
    input: io.stdin,
    output: io.stderr,
    terminal: true,
    history: typed,
    completer: (line: string, answer: (error: null, found: [string[], string]) => void) =>
      void names.then((known) => answer(null, completeWord(line, known))),
  });
  typing.on('history', (lines: string[]) => (typed = lines));
  io.signal.addEventListener('abort', () => typing.close(), { once: true });
  tell('\\? shows help, \\q leaves.');
  try {
    await readStatements({ session, options, names, queue: createLineQueue(typing), ask: (text) => ask(typing, text) });
  } finally {
    typing.close();
    await history.write(typed);
  }
}

type Reading = {
  readonly session: Session;
  readonly options: PromptOptions;
  readonly names: Promise<readonly string[]>;
  readonly queue: LineQueue;
  readonly ask: (prompt: string) => void;
};

async function readStatements(reading: Reading): Promise<void> {
  const { options, queue, ask } = reading;
  let [text, database] = ['', options.database];
  for (;;) {
    ask(text === '' ? `${printable(database) || 'sql'}> ` : '...> ');
    const typed = await queue.next();
    if (typed.kind === 'end') return;
    if (typed.kind === 'interrupt') text = '';
    else if (text === '' && typed.line.trimStart().startsWith('\\')) {
      if (!(await obey(reading, typed.line.trim()))) return;
    } else {
      const { complete, rest } = splitTyped(`${text}${typed.line}\n`);
      for (const statement of complete) database = await runTyped(reading, statement, database);
      text = rest;
    }
  }
}

/** The statements that are complete, and what still waits for its semicolon: lines of a quote as they are. */
function splitTyped(text: string): { complete: readonly string[]; rest: string } {
  const statements = splitStatements(text);
  const rest = statements.find(({ isEnded }) => !isEnded)?.text;
  return {
    complete: statements.filter(({ isEnded }) => isEnded).map((statement) => statement.text),
    rest: rest === undefined || rest.endsWith('\n') ? (rest ?? '') : `${rest}\n`,
  };
}

/** Runs a statement that Ctrl-C stops; one that fails is told, and leaves the database as it was. */
async function runTyped({ session, options, queue }: Reading, statement: string, database: string): Promise<string> {
  const controller = new AbortController();
  const call = { ...session.call, signal: AbortSignal.any([session.io.signal, controller.signal]) };
  return await queue.whileRunning(
    () => controller.abort(),
    () =>
      runStatement(session, { ...options, statement, database }, call).catch((error: unknown) => {
        tellFailure(session, error);
        return database;
      }),
  );
}

function tellFailure({ tell }: Session, error: unknown): void {
  if (error instanceof ReaderLeftError) throw error;
  tell(describeFailure(error, false).text);
}

/** Does what a line with a backslash says; answers whether to go on. */
async function obey({ session, names }: Reading, line: string): Promise<boolean> {
  if (line === '\\q') return false;
  if (line === '\\d') session.tell((await names).join('\n') || 'Nothing yet.');
  else session.tell(line === '\\?' ? help : `${line} is unknown. ${help}`);
  return true;
}

function ask(typing: ReturnType<typeof createInterface>, text: string): void {
  typing.setPrompt(text);
  typing.prompt();
}
