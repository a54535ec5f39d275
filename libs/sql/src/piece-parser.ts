import { EmbeddedActionsParser, EOF, type IToken, tokenMatcher, type TokenType } from 'chevrotain';
import type { Name, ObjectName, Piece } from './name.ts';
import type { IfThere } from './statement.ts';
import { failureAsText } from './parser-error.ts';
import { charactersBeforeIndex } from './place.ts';
import { Close, Comma, Dot, Equals, keyword, NameLike, Open, Part, Quoted, Text, vocabulary } from './vocabulary.ts';

/** Names, texts, lists, and the parts that are left to DuckDB. Rules are methods that the toolkit reads once, at start. */
export class PieceParser extends EmbeddedActionsParser {
  /** The whole text: places are told in it. */
  protected text = '';

  constructor() {
    super([...vocabulary], { maxLookahead: 3, errorMessageProvider: failureAsText });
  }

  protected readonly name = this.RULE('name', (): Name => {
    const token = this.CONSUME(NameLike);
    return this.ACTION(() => ({ text: unquoted(token), offset: this.offsetOf(token) }));
  });

  protected readonly objectName = this.RULE('objectName', (): ObjectName => {
    const first = this.SUBRULE(this.name);
    const more: Name[] = [];
    this.MANY(() => {
      this.CONSUME(Dot);
      more.push(this.SUBRULE2(this.name));
    });
    return this.ACTION(() => ({ parts: [first, ...more].map(({ text }) => text), offset: first.offset }));
  });

  protected readonly names = this.RULE('names', (): Name[] => {
    const found: Name[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => found.push(this.SUBRULE(this.name)) });
    return found;
  });

  protected readonly string = this.RULE('string', (): string => {
    const token = this.CONSUME(Text);
    return this.ACTION(() => textOf(token.image));
  });

  /** `COMMENT = '…'`; empty where there is none. */
  protected readonly comment = this.RULE('comment', (): string => {
    const said = this.OPTION(() => {
      this.CONSUME(keyword('COMMENT'));
      this.OPTION2(() => this.CONSUME(Equals));
      return this.SUBRULE(this.string);
    });
    return said ?? '';
  });

  protected readonly ifExists = this.RULE('ifExists', (): boolean => {
    const is = this.OPTION(() => {
      this.CONSUME(keyword('IF'));
      this.CONSUME(keyword('EXISTS'));
      return true;
    });
    return is ?? false;
  });

  /** `IF NOT EXISTS`, behind a CREATE with or without `OR REPLACE`. */
  protected readonly ifNotExists = this.RULE('ifNotExists', (replaces = false): IfThere => {
    const skips = this.OPTION((): IfThere => {
      this.CONSUME(keyword('IF'));
      this.CONSUME(keyword('NOT'));
      this.CONSUME(keyword('EXISTS'));
      return 'skip';
    });
    return replaces ? 'replace' : (skips ?? 'refuse');
  });

  /** Text that DuckDB reads, up to one of `stops` outside all parentheses, or to the end of the statement. */
  protected readonly piece = this.RULE('piece', (stops: readonly TokenType[] = []): Piece => {
    const first = this.LA(1);
    const isInside = (): boolean => !stops.some((stop) => tokenMatcher(this.LA(1), stop));
    this.AT_LEAST_ONE({ GATE: isInside, DEF: () => this.SUBRULE(this.partOrGroup) });
    const last = this.LA(0);
    return this.ACTION(() => this.pieceOf(first, last));
  });

  private readonly partOrGroup = this.RULE('partOrGroup', (): void => {
    this.OR([{ ALT: () => this.CONSUME(Part) }, { ALT: () => this.SUBRULE(this.group) }]);
  });

  private readonly group = this.RULE('group', (): void => {
    this.CONSUME(Open);
    this.MANY(() => this.SUBRULE(this.partOrGroup));
    this.CONSUME(Close);
  });

  protected offsetOf(token: IToken): number {
    return charactersBeforeIndex(this.text, tokenMatcher(token, EOF) ? this.text.length : token.startOffset);
  }

  private pieceOf(first: IToken, last: IToken): Piece {
    const text = this.text.slice(first.startOffset, (last.endOffset ?? last.startOffset) + 1);
    return { text, offset: this.offsetOf(first) };
  }
}

function unquoted({ image, tokenType }: IToken): string {
  return tokenType === Quoted ? image.slice(1, -1).replaceAll('""', '"') : image;
}

function textOf(image: string): string {
  if (image.startsWith('$')) return image.slice(image.indexOf('$', 1) + 1, image.lastIndexOf('$', image.length - 2));
  return image.slice(image.indexOf("'") + 1, -1).replaceAll("''", "'");
}
