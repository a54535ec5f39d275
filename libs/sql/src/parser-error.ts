import {
  EOF,
  type IParserErrorMessageProvider,
  type IToken,
  tokenLabel,
  tokenMatcher,
  type TokenType,
} from 'chevrotain';
import { type Refusal } from '@easement/domain';
import { charactersBeforeIndex, refuseAt } from './place.ts';
import { isReserved } from './vocabulary.ts';

/** What the parser met, and what it would have taken there. */
type Failure = { readonly expected: readonly string[]; readonly image: string; readonly index: number | null };

/** The toolkit keeps of an error its text alone: what we know of it travels there as JSON. */
export const failureAsText: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, actual }) => write([tokenLabel(expected)], actual),
  buildNotAllInputParsedMessage: ({ firstRedundant }) => write(['the end of the statement'], firstRedundant),
  buildNoViableAltMessage: ({ expectedPathsPerAlt, actual }) => farthest(expectedPathsPerAlt.flat(), actual),
  buildEarlyExitMessage: ({ expectedIterationPaths, actual }) => farthest(expectedIterationPaths, actual),
};

/** Words an error of the parser: what was expected, what stands there instead, and where. */
export function refusalOfFailure(written: string, text: string): Refusal {
  const { expected, image, index } = JSON.parse(written) as Failure;
  const offset = charactersBeforeIndex(text, index ?? text.trimEnd().length);
  const found = index === null ? 'the statement ends' : `there is ${JSON.stringify(shortened(image))}`;
  const isNameMeant = expected.includes('a name') && isReserved(image.toUpperCase());
  const hint = isNameMeant ? '; put it in double quotes to use it as a name' : '';
  return refuseAt('sql_syntax', `expected ${inWords(expected)}, but ${found}${hint}`, text, offset);
}

function write(expected: readonly string[], { image, startOffset, tokenType }: IToken): string {
  const failure: Failure = { expected, image, index: tokenType === EOF ? null : startOffset };
  return JSON.stringify(failure);
}

/** Of all that could stand here: what does after as many of the tokens as fit. */
function farthest(paths: readonly TokenType[][], actual: readonly IToken[]): string {
  let fitting = paths;
  for (const [place, token] of actual.entries()) {
    const next = fitting.filter((path) => {
      const type = path[place];
      return type !== undefined && tokenMatcher(token, type);
    });
    if (next.length === 0 || place === actual.length - 1) return write(labels(fitting, place), token);
    fitting = next;
  }
  throw new Error('the parser reported an error without a token');
}

function labels(paths: readonly TokenType[][], place: number): string[] {
  const found = paths.flatMap((path) => path[place] ?? []).map((type) => labelOf(type));
  return [...new Set(found)];
}

/** A part that DuckDB reads may begin with nearly anything. */
function labelOf(type: TokenType): string {
  return type.name === 'Part' || type.name === 'Open' ? 'an expression' : tokenLabel(type);
}

function inWords(expected: readonly string[]): string {
  const [last = 'the end of the statement', ...others] = [...expected].reverse();
  return others.length === 0 ? last : `${others.reverse().join(', ')} or ${last}`;
}

function shortened(image: string): string {
  const shown = [...image].slice(0, 40).join('');
  return shown === image ? image : `${shown}…`;
}
