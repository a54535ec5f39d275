import { formatName } from '@easement/sql';

/** What a line with a backslash asks for. */
export type PromptCommand =
  | { readonly kind: 'leave' | 'help' | 'list_names' | 'toggle_time' | 'unknown' }
  /** Asks a statement. */
  | { readonly kind: 'statement'; readonly statement: string }
  /** Sends what statements answer elsewhere. */
  | { readonly kind: 'output'; readonly text: string };

export const promptHelp = `Statements end with a semicolon and may span lines. Tab completes names and words.
\\d        lists the tables of the database    \\d NAME   describes a table or view
\\dv \\df   list its views, its functions       \\l        lists databases: buckets and links
\\dS       lists shares                        \\dS NAME  describes a share
\\c NAME   uses a database, as USE does        \\timing   tells how long statements take, or not
\\o csv    answers in a format, as -o does     \\o FILE   answers into a file, \\o on the terminal again
\\?        shows this                          \\q        leaves, as Ctrl-D does
COPY DATABASE.TABLE FROM 'FILE' loads a file from here. Ctrl-C stops a statement, or drops what is typed.`;

/** The words that a line may begin with. */
export const promptWords = ['\\d', '\\dv', '\\df', '\\dS', '\\shares', '\\l', '\\c', '\\timing', '\\o', '\\?', '\\q'];

/** Reads such a line. Without a database, `\d` lists all that the project can use. */
export function readPromptCommand(line: string, database: string): PromptCommand {
  const [, word = '', rest = ''] = /^(\\\S*)\s*(.*)$/s.exec(line.trim().replace(/;$/, '')) ?? [];
  const name = sqlName(rest.trim());
  switch (word) {
    case '\\q':
      return { kind: 'leave' };
    case '\\?':
      return { kind: 'help' };
    case '\\timing':
      return { kind: 'toggle_time' };
    case '\\o':
      return { kind: 'output', text: rest.trim() };
    case '\\d':
      if (name !== '') return asking(`DESCRIBE ${name}`);
      return database === '' ? { kind: 'list_names' } : asking('SHOW TABLES');
    case '\\dv':
      return asking('SHOW VIEWS');
    case '\\df':
      return asking('SHOW FUNCTIONS');
    case '\\dS':
    case '\\shares':
      return asking(name === '' ? 'SHOW SHARES' : `DESCRIBE SHARE ${name}`);
    case '\\l':
      return asking('SHOW DATABASES');
    case '\\c':
      return name === '' ? { kind: 'unknown' } : asking(`USE ${name}`);
    default:
      return { kind: 'unknown' };
  }
}

function asking(statement: string): PromptCommand {
  return { kind: 'statement', statement };
}

/** A name as SQL takes it: `late ones` needs no quotes here. */
function sqlName(text: string): string {
  return text === '' || text.includes('"') ? text : formatName(...text.split('.'));
}
