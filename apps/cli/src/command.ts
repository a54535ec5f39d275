import { usageError } from './command-error.ts';
import type { Desk } from './desk.ts';
import type { Session } from './session.ts';

/** A thing that commands are about, or a word of its own if it has no verbs. */
export type Noun = { readonly name: string; readonly summary: string; readonly verbs: readonly Verb[] };

export type Verb = {
  /** The word, then its arguments: `create <name>`; the last one may be several: `add-tenants <share> <projects...>`. */
  readonly usage: string;
  /** Another word for it. */
  readonly alias?: string;
  /** The words that arguments choose from, for help and completion; reading them is the verb's. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
  readonly summary: string;
  readonly options?: readonly OptionText[];
  /** Whether it changes anything, and so takes --dry-run and --request-id. */
  readonly changes?: true;
  readonly examples?: readonly string[];
} & Act;

/** Most commands need a server; a few do not, or are how one gets there. */
export type Act =
  | { readonly run: (session: Session, input: Input) => Promise<void> }
  | { readonly runAtDesk: (desk: Desk, input: Input) => Promise<void> };

export type OptionText = {
  /** As commander has it: `--stage <stage>`. */
  readonly flags: string;
  readonly summary: string;
  readonly choices?: readonly string[];
  readonly fallback?: string;
  readonly isRequired?: true;
  /** May be given several times. */
  readonly repeats?: true;
};

/** What was typed. */
export type Input = {
  /** An argument that must be there. */
  readonly argument: (name: string) => string;
  readonly optionalArgument: (name: string) => string | undefined;
  /** An argument of which there may be several. */
  readonly severalArguments: (name: string) => readonly string[];
  readonly option: (name: string) => string | undefined;
  /** An option that must be there, or that has a fallback. */
  readonly required: (name: string) => string;
  readonly flag: (name: string) => boolean;
  readonly list: (name: string) => readonly string[];
  /** A whole number that is not negative. */
  readonly count: (name: string) => number | undefined;
};

export function inputOf(
  given: ReadonlyMap<string, readonly string[]>,
  options: Readonly<Record<string, unknown>>,
): Input {
  const option = (name: string) => {
    const value = options[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    argument: (name) => given.get(name)?.[0] ?? missing(`<${name}>`),
    optionalArgument: (name) => given.get(name)?.[0],
    severalArguments: (name) => given.get(name) ?? [],
    option,
    required: (name) => option(name) ?? missing(flagOf(name)),
    flag: (name) => options[name] === true,
    list: (name) => {
      const values = options[name];
      return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
    },
    count: (name) => {
      const text = option(name);
      return text === undefined ? undefined : toCount(text, name);
    },
  };
}

function toCount(text: string, name: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw usageError(`${flagOf(name)} takes a whole number, not ${JSON.stringify(text)}`);
}

/** Options are read by their names in code, as commander keeps them: `toProject` for --to-project. */
function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function missing(what: string): never {
  throw usageError(`${what} is missing`);
}
