import { EmbeddedActionsParser, EOF, type IToken, tokenMatcher, type TokenType } from 'chevrotain';
import type { Refusal } from '@easement/domain';
import type { Piece } from './name.ts';
import { failureAsText, readFailure } from './parser-error.ts';
import { charactersBeforeIndex, refuseAt } from './place.ts';
import type { Token } from './tokens.ts';
import { refuseUnexpected } from './unexpected.ts';
import {
  Close,
  CloseList,
  CloseStruct,
  Comma,
  End,
  Equals,
  keyword,
  NameLike,
  Open,
  OpenList,
  OpenStruct,
  Part,
  toParserToken,
  vocabulary,
} from './vocabulary.ts';

/** The words that a query begins with. */
export const beginningsOfQuery: readonly TokenType[] = [
  'SELECT',
  'WITH',
  'FROM',
  'VALUES',
  'TABLE',
  'PIVOT',
  'UNPIVOT',
].map((word) => keyword(word));
const noBeginnings = [EOF, End, Close, CloseList, CloseStruct, Comma, Equals];
/** What no expression has outside of brackets. */
const clauses = [
  Comma,
  ...'WHERE RETURNING LIMIT ORDER USING GROUP HAVING UNION EXCEPT INTERSECT SELECT SET INTO FROM'
    .split(' ')
    .map((word) => keyword(word)),
];

/** The parts that are left to DuckDB, and how errors are told. Rules are methods that the toolkit reads once, at start. */
export class PieceParser extends EmbeddedActionsParser {
  /** The whole text: places are told in it. */
  protected text = '';
  private tokens: readonly Token[] = [];
  /** What else could stand at a token, besides what the rule that fails there asks for. */
  private offered: { readonly token: IToken | undefined; readonly labels: readonly string[] } = {
    token: undefined,
    labels: [],
  };

  constructor() {
    super([...vocabulary], { maxLookahead: 3, errorMessageProvider: failureAsText });
  }

  protected begin(text: string, tokens: readonly Token[]): void {
    this.text = text;
    this.tokens = tokens;
    this.offered = { token: undefined, labels: [] };
    this.input = tokens.map(toParserToken);
  }

  /** Refuses what the toolkit found wrong. */
  protected assertRead(): void {
    const [error] = this.errors;
    if (!error) return;
    const { expected, index } = readFailure(error.message);
    throw this.unexpectedAt(index, expected);
  }

  /** What DuckDB reads as a whole SELECT. */
  protected readonly query = this.RULE('query', (): Piece => {
    this.ACTION(() => this.assertQuery());
    return this.SUBRULE(this.piece, { ARGS: ['a query'] });
  });

  /** An expression: up to a comma, or a word that no expression has, outside of all brackets. */
  protected readonly expression = this.RULE('expression', (): Piece =>
    this.SUBRULE(this.piece, { ARGS: ['an expression', clauses] }),
  );

  /** The name of a type: `decimal(9, 2)`, `timestamp with time zone`, `struct(a integer)[]`. */
  protected readonly type = this.RULE('type', (): Piece => {
    const first = this.LA(1);
    this.ACTION(() => {
      if (!tokenMatcher(first, NameLike)) throw this.unexpected('a type');
    });
    this.CONSUME(NameLike);
    this.OPTION(() =>
      this.OR([{ ALT: () => this.CONSUME(keyword('PRECISION')) }, { ALT: () => this.CONSUME(keyword('VARYING')) }]),
    );
    this.MANY(() => this.SUBRULE(this.group));
    this.OPTION2(() => {
      this.OR2([{ ALT: () => this.CONSUME(keyword('WITH')) }, { ALT: () => this.CONSUME(keyword('WITHOUT')) }]);
      this.CONSUME(keyword('TIME'));
      this.CONSUME(keyword('ZONE'));
    });
    const last = this.LA(0);
    return this.ACTION(() => this.pieceOf(first, last));
  });

  private readonly piece = this.RULE('piece', (meaning: string = '', stops: readonly TokenType[] = []): Piece => {
    const first = this.LA(1);
    this.ACTION(() => {
      if ([...noBeginnings, ...stops].some((type) => tokenMatcher(first, type))) throw this.unexpected(meaning);
    });
    this.AT_LEAST_ONE({ GATE: () => !this.isStop(stops), DEF: () => this.SUBRULE(this.partOrGroup) });
    const last = this.LA(0);
    return this.ACTION(() => this.pieceOf(first, last));
  });

  private readonly partOrGroup = this.RULE('partOrGroup', (): void => {
    this.OR([{ ALT: () => this.CONSUME(Part) }, { ALT: () => this.SUBRULE(this.group) }]);
  });

  private readonly group = this.RULE('group', (): void => {
    this.OR([
      { ALT: () => (this.CONSUME(Open), this.SUBRULE(this.inside), this.CONSUME(Close)) },
      { ALT: () => (this.CONSUME(OpenList), this.SUBRULE2(this.inside), this.CONSUME(CloseList)) },
      { ALT: () => (this.CONSUME(OpenStruct), this.SUBRULE3(this.inside), this.CONSUME(CloseStruct)) },
    ]);
  });

  private readonly inside = this.RULE('inside', (): void => {
    this.MANY(() => this.SUBRULE(this.partOrGroup));
  });

  /** Notes what could stand here and is left out, to tell it where the next thing is wrong. */
  protected offer(...labels: readonly string[]): void {
    this.ACTION(() => {
      const token = this.LA(1);
      const before = this.offered.token === token ? this.offered.labels : [];
      this.offered = { token, labels: [...before, ...labels] };
    });
  }

  /** The refusal of the next token. */
  protected unexpected(...expected: readonly string[]): Refusal {
    return this.unexpectedAt(indexOf(this.LA(1)), expected);
  }

  /** The refusal of what could be read and makes no sense. */
  protected senseless(message: string, token: IToken): Refusal {
    return refuseAt('sql_syntax', message, this.text, this.offsetOf(token));
  }

  protected offsetOf(token: IToken): number {
    return charactersBeforeIndex(this.text, tokenMatcher(token, EOF) ? this.text.length : token.startOffset);
  }

  private unexpectedAt(index: number | null, expected: readonly string[]): Refusal {
    const { token, labels } = this.offered;
    const isOffered = token !== undefined && indexOf(token) === index;
    const place = this.tokens.findIndex((one) => one.index === index);
    return refuseUnexpected(this.text, {
      tokens: this.tokens,
      at: place < 0 ? this.tokens.length : place,
      expected: isOffered ? [...labels, ...expected] : expected,
    });
  }

  private isStop(stops: readonly TokenType[]): boolean {
    const next = this.LA(1);
    if (tokenMatcher(next, keyword('FROM')) && tokenMatcher(this.LA(0), keyword('DISTINCT'))) return false;
    return stops.some((stop) => tokenMatcher(next, stop));
  }

  private assertQuery(): void {
    let place = 1;
    while (tokenMatcher(this.LA(place), Open)) place += 1;
    const first = this.LA(place);
    if (!beginningsOfQuery.some((word) => tokenMatcher(first, word))) throw this.unexpected('a query');
    if (tokenMatcher(first, keyword('VALUES')) && !tokenMatcher(this.LA(place + 1), Open)) {
      throw this.unexpectedAt(indexOf(this.LA(place + 1)), ['(']);
    }
  }

  private pieceOf(first: IToken, last: IToken): Piece {
    const text = this.text.slice(first.startOffset, (last.endOffset ?? last.startOffset) + 1);
    return { text, offset: this.offsetOf(first) };
  }
}

/** None for the end. */
function indexOf(token: IToken): number | null {
  return tokenMatcher(token, EOF) ? null : token.startOffset;
}
