import { Code, EasementError, type Reason } from '@easement/client';
import { CommandError } from './command-error.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';
import { printable, printableLines } from './printable.ts';

/** What the user reads of an error, and what the shell gets. */
export type Failure = { readonly exitCode: ExitCode; readonly text: string };

/** What to do next. Where nothing stands here the message says it. */
const nextSteps: Partial<Readonly<Record<Reason, string>>> = {
  NOT_FOUND: 'check the name or id, and that you may see it; the `list` commands show what you may',
  BAD_TOKEN: 'sign in again with `easement login`',
  NOT_ORGANIZATION_MEMBER: 'ask an owner or admin of the organization to make you a member',
  NOT_ADMITTED: 'ask the provider to widen the audience of the share',
  PROJECT_CLOSING: 'the project is being deleted; use another one',
  LINK_EXISTS: 'use the link that is there: `easement bucket list`',
  SHARE_EXISTS: 'change the terms with `easement share update`',
  NAME_TAKEN: 'choose another name',
  HAS_LINKS: '`easement bucket links BUCKET` shows who links it; they unlink, or you `easement bucket force-unlink`',
  NOT_EMPTY: 'drop first what is inside, or repeat with --force where the command has it',
  LINK_IS_READ_ONLY: 'change it in the project that owns it, or copy its rows into a bucket of your own',
  STALE_ETAG: 'it has changed meanwhile: look at it again and repeat',
  LOST_RACE: 'repeat the command',
  REQUEST_ID_REUSED: 'repeat without --request-id, or with a new one',
  CROSS_ORGANIZATION: 'name only projects and people of your organization',
  UNKNOWN_NAME: '`easement table list` shows the tables that the project can use',
  QUERY_TOO_LARGE: 'ask for less: a LIMIT, fewer columns, or --max-rows',
  QUERY_TIMEOUT: 'ask for less, or in smaller steps',
  RATE_LIMITED: 'wait a little and repeat',
};

export function describeFailure(thrown: unknown, mayRepeat: boolean): Failure {
  if (thrown instanceof EasementError) return describeRefusal(thrown, mayRepeat);
  if (thrown instanceof CommandError) {
    return { exitCode: thrown.exitCode, text: lines(thrown.message, ['next', thrown.next]) };
  }
  return { exitCode: exitCodes.failed, text: lines(thrown instanceof Error ? thrown.message : String(thrown)) };
}

function describeRefusal(error: EasementError, mayRepeat: boolean): Failure {
  if (error.code === Code.Canceled) return { exitCode: exitCodes.interrupted, text: 'canceled' };
  const fields = error.violations.map(({ field, description }): Detail => ['field', `${field}: ${description}`]);
  const told = fields.filter(([, text]) => text !== undefined && !error.message.includes(text));
  return {
    exitCode: exitCodeOf(error),
    text: lines(
      error.message || Code[error.code],
      ['reason', error.reason],
      ...told,
      ['next', nextStep(error, mayRepeat)],
      ['request', error.requestId],
    ),
  };
}

function nextStep(error: EasementError, mayRepeat: boolean): string | undefined {
  const { reason, code, facts, requestId } = error;
  if (reason === 'MISSING_ROLE' && facts['role']) return `ask an admin for the role ${facts['role']}`;
  if (reason === undefined && code === Code.Unavailable)
    return 'check the URL of the context, and that the server runs';
  if (reason === 'PEER_UNAVAILABLE' && mayRepeat) return `repeat the command with --request-id ${requestId}`;
  return reason && nextSteps[reason];
}

type Detail = readonly [label: string, text: string | undefined];

function lines(message: string, ...details: Detail[]): string {
  const known = details.filter(([, text]) => text);
  return [
    `error: ${printableLines(message)}`,
    ...known.map(([label, text]) => `  ${label}: ${printable(text ?? '')}`),
  ].join('\n');
}
