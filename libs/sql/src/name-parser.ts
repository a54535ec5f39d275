import { type IToken, tokenMatcher } from 'chevrotain';
import type { Name, ObjectName } from './name.ts';
import { PieceParser } from './piece-parser.ts';
import type { IfThere } from './statement.ts';
import { Comma, Close, Dot, Equals, keyword, NameLike, Open, Quoted, Text } from './vocabulary.ts';

/** What the parts of a name mean, the last one always there. */
const objectParts: readonly string[] = ['database', 'name'];
export const shareParts: readonly string[] = ['provider', 'share'];
export const sharedTableParts: readonly string[] = ['provider', 'share', 'table'];

/** Names, lists of them, texts, and what statements have in common. */
export class NameParser extends PieceParser {
  protected readonly name = this.RULE('name', (): Name => {
    const token = this.CONSUME(NameLike);
    return this.ACTION(() => ({ text: this.unquoted(token), offset: this.offsetOf(token) }));
  });

  /** `flights`, `ops.flights`: of at least `least` parts, and at most as many as there are meanings. */
  protected readonly objectName = this.RULE(
    'objectName',
    (parts: readonly string[] = objectParts, least?: number): ObjectName => {
      const first = this.LA(1);
      const names = [this.SUBRULE(this.name)];
      this.MANY(() => {
        this.CONSUME(Dot);
        names.push(this.SUBRULE2(this.name));
      });
      return this.ACTION(() => {
        const found = names.map(({ text }) => text);
        if (found.length <= parts.length && found.length >= (least ?? 1))
          return { parts: found, offset: this.offsetOf(first) };
        throw this.senseless(wrongParts(found, parts, least ?? 1), first);
      });
    },
  );

  protected readonly names = this.RULE('names', (): Name[] => {
    const found: Name[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => found.push(this.SUBRULE(this.name)) });
    this.offer('a comma');
    return found;
  });

  protected readonly nameList = this.RULE('nameList', (): Name[] => {
    this.CONSUME(Open);
    const names = this.SUBRULE(this.names);
    this.CONSUME(Close);
    return names;
  });

  protected readonly string = this.RULE('string', (): string => {
    const token = this.CONSUME(Text);
    return this.ACTION(() => textOf(token.image));
  });

  /** `COMMENT = '…'`; empty where there is none. */
  protected readonly comment = this.RULE('comment', (): string => {
    this.offer('COMMENT');
    const said = this.OPTION(() => {
      this.CONSUME(keyword('COMMENT'));
      this.offer('=');
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
      const first = this.CONSUME(keyword('IF'));
      this.CONSUME(keyword('NOT'));
      this.CONSUME(keyword('EXISTS'));
      this.ACTION(() => {
        const message = 'OR REPLACE and IF NOT EXISTS exclude each other; write one of them';
        if (replaces) throw this.senseless(message, first);
      });
      return 'skip';
    });
    return replaces ? 'replace' : (skips ?? 'refuse');
  });

  private unquoted(token: IToken): string {
    if (!tokenMatcher(token, Quoted)) return token.image;
    const name = token.image.slice(1, -1).replaceAll('""', '"');
    if (name === '') throw this.senseless('a name has at least one character; write it between the quotes', token);
    return name;
  }
}

function wrongParts(found: readonly string[], parts: readonly string[], least: number): string {
  const shape = parts.map((part, at) => {
    if (at === parts.length - 1) return `<${part}>`;
    return at < parts.length - least ? `[<${part}>.]` : `<${part}>.`;
  });
  const name = found.join('.');
  if (found.length < least) return `the name ${name} says too little; write ${shape.join('')}`;
  return `the name ${name} has too many parts; write ${shape.join('')}, with a part in double quotes if a dot belongs to it`;
}

function textOf(image: string): string {
  if (image.startsWith('$')) return image.slice(image.indexOf('$', 1) + 1, image.lastIndexOf('$', image.length - 2));
  return image.slice(1, -1).replaceAll("''", "'");
}
