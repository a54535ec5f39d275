import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import { systemCode } from './system-code.ts';

/** A server, and who one is there. */
export type Context = {
  readonly url: string;
  readonly token: string;
  /** The project that commands mean where none is named: an id. */
  readonly project?: string;
};

export type Contexts = {
  readonly current: string | undefined;
  readonly contexts: Readonly<Record<string, Context>>;
};

/** Keeps contexts in one file that nobody else may read. */
export type ContextStore = {
  readonly path: string;
  readonly read: () => Promise<Contexts>;
  /** Changes the file as a whole, so that a crash leaves the old one or the new one. */
  readonly update: (change: (contexts: Contexts) => Contexts) => Promise<void>;
  /** Whether others may read the file, though we never write it so. */
  readonly isExposed: () => Promise<boolean>;
};

export function contextsPath(folder: string): string {
  return join(folder, 'contexts.json');
}

export function contextStore(folder: string): ContextStore {
  const path = contextsPath(folder);
  return {
    path,
    read: () => readContexts(path),
    update: async (change) => {
      const changed = change(await readContexts(path));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const draft = `${path}.${process.pid}.draft`;
      await writeFile(draft, `${JSON.stringify(changed, undefined, 2)}\n`, { mode: 0o600 });
      await chmod(draft, 0o600);
      await rename(draft, path);
    },
    isExposed: async () => {
      const { mode } = await stat(path).catch(() => ({ mode: 0 }));
      return process.platform !== 'win32' && (mode & 0o077) !== 0;
    },
  };
}

async function readContexts(path: string): Promise<Contexts> {
  try {
    return parseContexts(await readFile(path, 'utf8'), path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { current: undefined, contexts: {} };
    throw error;
  }
}

/** Refuses a file that something else wrote rather than overwriting it. */
export function parseContexts(text: string, path: string): Contexts {
  const { current, contexts } = asRecord(parseJson(text));
  const known = Object.entries(asRecord(contexts)).map(([name, value]) => [name, toContext(value)] as const);
  if (known.every(([, context]) => context)) {
    return {
      current: typeof current === 'string' ? current : undefined,
      contexts: Object.fromEntries(known) as Record<string, Context>,
    };
  }
  throw new CommandError(exitCodes.failed, `${path} does not hold contexts`, 'remove the file and sign in again');
}

function toContext(value: unknown): Context | undefined {
  const { url, token, project } = asRecord(value);
  if (typeof url !== 'string' || typeof token !== 'string') return undefined;
  return { url, token, ...(typeof project === 'string' ? { project } : {}) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { contexts: { broken: undefined } };
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** A copy without the context; the current one stays unless it is that. */
export function withoutContext({ current, contexts }: Contexts, name: string): Contexts {
  const kept = Object.entries(contexts).filter(([other]) => other !== name);
  return { current: current === name ? undefined : current, contexts: Object.fromEntries(kept) };
}

/** A copy with the context, which becomes the current one. */
export function withContext({ contexts }: Contexts, name: string, context: Context): Contexts {
  return { current: name, contexts: { ...contexts, [name]: context } };
}
