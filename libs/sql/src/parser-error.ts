import {
  EOF,
  type IParserErrorMessageProvider,
  type IToken,
  tokenLabel,
  tokenMatcher,
  type TokenType,
} from 'chevrotain';

/** What the parser would have taken, and where (none: at the end). */
export type Failure = { readonly expected: readonly string[]; readonly index: number | null };

/** The toolkit keeps of an error its text alone: what we know of it travels there as JSON. */
export const failureAsText: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, actual }) => write([tokenLabel(expected)], actual),
  buildNotAllInputParsedMessage: ({ firstRedundant }) => write(['the end of the statement'], firstRedundant),
  buildNoViableAltMessage: ({ expectedPathsPerAlt, actual }) => farthest(expectedPathsPerAlt.flat(), actual),
  buildEarlyExitMessage: ({ expectedIterationPaths, actual }) => farthest(expectedIterationPaths, actual),
};

/** What `failureAsText` wrote. */
export function readFailure(written: string): Failure {
  return JSON.parse(written) as Failure;
}

function write(expected: readonly string[], { startOffset, tokenType }: IToken): string {
  const failure: Failure = { expected, index: tokenType === EOF ? null : startOffset };
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
  return [...new Set(paths.flatMap((path) => path[place] ?? []).map((type) => tokenLabel(type)))];
}
