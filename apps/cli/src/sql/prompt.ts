import { createInterface } from 'node:readline';
import { describeFailure } from '../failure.ts';
import { ReaderLeftError } from '../io.ts';
import type { Session } from '../session.ts';
import { completeWord, loadNames } from './complete-names.ts';
import { historyFile } from './history.ts';
import { createLineQueue, type LineQueue } from './line-queue.ts';
import { runStatement } from './run-statement.ts';
import { isEmpty, splitStatements } from './split-statements.ts';

export type PromptOptions = { readonly projectId: string; readonly maxRows: number | undefined };

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
  const { queue, ask } = reading;
  let text = '';
  for (;;) {
    ask(isEmpty(text) ? 'sql> ' : '...> ');
    const typed = await queue.next();
    if (typed.kind === 'end') return;
    if (typed.kind === 'interrupt') text = '';
    else if (isEmpty(text) && typed.line.trimStart().startsWith('\\')) {
      if (!(await obey(reading, typed.line.trim()))) return;
    } else text = await runComplete(reading, `${text}${typed.line}\n`);
  }
}

/** Runs the statements that are complete; answers what still waits for its semicolon. */
async function runComplete({ session, options, queue }: Reading, text: string): Promise<string> {
  const { statements, rest } = splitStatements(text);
  for (const { text: statement } of statements) {
    const controller = new AbortController();
    const call = { ...session.call, signal: AbortSignal.any([session.io.signal, controller.signal]) };
    await queue.whileRunning(
      () => controller.abort(),
      () =>
        runStatement(session, { ...options, statement }, call).catch((error: unknown) => tellFailure(session, error)),
    );
  }
  return isEmpty(rest.text) ? '' : `${rest.text}\n`;
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
