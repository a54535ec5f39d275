/** Where a service keeps its tables. */
export type DatabaseUrl =
  | { readonly dialect: 'sqlite'; readonly file: string }
  | {
      readonly dialect: 'mysql';
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
      readonly schema: string;
      /** Whether the server must prove itself by a certificate that this machine trusts. */
      readonly tls: boolean;
    };

export type Dialect = DatabaseUrl['dialect'];

const help = 'expected sqlite:path/to/file.db or mysql://user:password@host:port/schema (or …/schema?tls=true)';

/** Reads the text of a configuration, or throws TypeError with a text that says what to write and repeats no password. */
export function readDatabaseUrl(text: string): DatabaseUrl {
  if (text.startsWith('sqlite:')) return readFile(text.slice('sqlite:'.length));
  if (text.startsWith('mysql:')) return readServer(text);
  throw new TypeError(`a database URL begins with sqlite: or mysql: ; ${help}`);
}

function readFile(file: string): DatabaseUrl {
  if (file === '' || file.startsWith(':memory:')) {
    throw new TypeError(`the embedded store needs a file, since readers and the writer share it; ${help}`);
  }
  return { dialect: 'sqlite', file };
}

function readServer(text: string): DatabaseUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const [user, password] = [decode(url?.username), decode(url?.password)];
  const schema = /^\/([A-Za-z0-9_-]{1,64})$/.exec(url?.pathname ?? '')?.[1];
  if (!url?.hostname || !user || password === undefined || schema === undefined) {
    throw new TypeError(`a database URL lacks host, user or schema; ${help} (characters like @ in a password as %40)`);
  }
  if (url.search !== '' && url.search !== '?tls=true') {
    throw new TypeError(`a database URL takes no parameter but tls=true; ${help}`);
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? 3306 : Number(url.port);
  return { dialect: 'mysql', host, port, user, password, schema, tls: url.search !== '' };
}

/** Undefined where a percent sign is not followed by two digits. */
function decode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
