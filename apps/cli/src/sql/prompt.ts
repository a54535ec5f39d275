import { createInterface, type Interface } from 'node:readline';
import { splitStatements } from '@easement/sql';
import { describeFailure } from '../failure.ts';
import { ReaderLeftError } from '../io.ts';
import { printable } from '../printable.ts';
import type { Session } from '../session.ts';
import { completeWord } from './complete-names.ts';
import { historyFile } from './history.ts';
import { createLineQueue, type LineQueue } from './line-queue.ts';
import { createNameStore, type NameStore } from './name-store.ts';
import { firstOutput, openOutput, type Output, readOutput } from './output.ts';
import { promptHelp, readPromptCommand } from './prompt-command.ts';
import { runStatement, type StatementRequest } from './run-statement.ts';

/** What statements are sent with; the database is the one at the start. */
export type PromptOptions = Omit<StatementRequest, 'statement'>;

type Prompt = {
  readonly session: Session;
  readonly queue: LineQueue;
  readonly names: NameStore;
  /** Asks for a line, unless nobody is there any more: who left while a statement ran may have typed ahead. */
  readonly ask: (prompt: string) => void;
  /** What USE, \timing and \o change. */
  readonly state: { options: PromptOptions; output: Output };
};

/** Reads statements and runs them until somebody leaves. A statement that fails is told, and the next one is read. */
export async function openPrompt(session: Session, options: PromptOptions): Promise<void> {
  const { io, tell } = session;
  const history = historyFile(io.environment.stateFolder);
  const names = createNameStore(session, options.projectId);
  const state: Prompt['state'] = { options, output: firstOutput(session) };
  let typed = await history.read();
  const typing = createInterface({
    input: io.stdin,
    output: io.stderr,
    terminal: true,
    history: typed,
    completer: (line: string, answer: (error: null, found: [string[], string]) => void) =>
      void names.get().then((known) => answer(null, completeWord(line, known, state.options.database))),
  });
  typing.on('history', (lines: string[]) => (typed = lines));
  let isLeft = false;
  typing.on('close', () => (isLeft = true));
  io.signal.addEventListener('abort', () => typing.close(), { once: true });
  tell('\\? shows help, \\q leaves.');
  try {
    await readLines({
      session,
      names,
      state,
      queue: createLineQueue(typing),
      ask: (text) => {
        if (!isLeft) ask(typing, text);
      },
    });
  } finally {
    typing.close();
    await state.output.close();
    await history.write(typed);
  }
}

async function readLines(prompt: Prompt): Promise<void> {
  const { queue, state } = prompt;
  let text = '';
  for (;;) {
    prompt.ask(text === '' ? `${printable(state.options.database) || 'sql'}> ` : '...> ');
    const typed = await queue.next();
    if (typed.kind === 'end') return;
    if (typed.kind === 'interrupt') text = '';
    else if (text === '' && typed.line.trimStart().startsWith('\\')) {
      if (!(await obey(prompt, typed.line))) return;
    } else {
      const { complete, rest } = splitTyped(`${text}${typed.line}\n`);
      for (const statement of complete) await runTyped(prompt, statement);
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
async function runTyped(prompt: Prompt, statement: string): Promise<void> {
  const { queue, names, state } = prompt;
  const session = { ...prompt.session, print: state.output.print };
  const controller = new AbortController();
  const call = { ...session.call, signal: AbortSignal.any([session.io.signal, controller.signal]) };
  const run = async () => {
    const database = await runStatement(session, { ...state.options, statement }, call);
    state.options = { ...state.options, database };
    names.noteStatement(statement);
  };
  await queue.whileRunning(
    () => controller.abort(),
    () => run().catch((error: unknown) => tellFailure(session, error)),
  );
}

/** Does what a line with a backslash says; answers whether to go on. */
async function obey(prompt: Prompt, line: string): Promise<boolean> {
  const { session, names, state } = prompt;
  const command = readPromptCommand(line, state.options.database);
  switch (command.kind) {
    case 'leave':
      return false;
    case 'help':
      session.tell(promptHelp);
      break;
    case 'unknown':
      session.tell(`${printable(line.trim())} is unknown. ${promptHelp}`);
      break;
    case 'list_names': {
      const { databases, objects } = await names.get();
      session.tell([...databases, ...objects].toSorted().map(printable).join('\n') || 'Nothing yet.');
      break;
    }
    case 'toggle_time':
      state.options = { ...state.options, showsTime: !state.options.showsTime };
      session.tell(`Timing is ${state.options.showsTime ? 'on' : 'off'}.`);
      break;
    case 'statement':
      await runTyped(prompt, command.statement);
      break;
    case 'output':
      await sendTo(prompt, command.text).catch((error: unknown) => tellFailure(session, error));
      break;
  }
  return true;
}

/** What was open before stays open where the new one cannot be opened. */
async function sendTo({ session, state }: Prompt, text: string): Promise<void> {
  const next = await openOutput(session, readOutput(text));
  await state.output.close();
  state.output = next;
}

function tellFailure({ tell }: Session, error: unknown): void {
  if (error instanceof ReaderLeftError) throw error;
  tell(describeFailure(error, false).text);
}

function ask(typing: Interface, text: string): void {
  typing.setPrompt(text);
  // What was typed ahead stays, and the cursor behind it.
  typing.prompt(true);
}
