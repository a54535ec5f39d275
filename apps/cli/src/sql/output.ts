import { open } from 'node:fs/promises';
import { CommandError } from '../command-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { createPrinter, type Format, formats, type Printer } from '../output/printer.ts';
import type { Session } from '../session.ts';
import { systemCode } from '../system-code.ts';

/** Where the prompt sends what statements answer. */
export type Output = { readonly print: Printer; readonly close: () => Promise<void> };

export type OutputChoice = { readonly format: Format | undefined; readonly file: string | undefined };

/** Reads `csv`, `out.csv` or `csv out.txt`: a format, a file, or both. The name of a file may tell the format. */
export function readOutput(text: string): OutputChoice {
  const [, first = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(text.trim()) ?? [];
  const named = formats.find((format) => format === first);
  const file = (named ? rest : text.trim()) || undefined;
  return { format: named ?? formatOfName(file ?? ''), file };
}

/** How the prompt begins: as the command was told. */
export function firstOutput({ print }: Session): Output {
  return { print, close: async () => undefined };
}

/** Opens a file, which begins empty, or chooses a format for the terminal; with neither all is as it was in the beginning. */
export async function openOutput(session: Session, { format, file }: OutputChoice): Promise<Output> {
  const { print, tell } = session;
  const chosen = format ?? print.format;
  if (file === undefined) {
    return { ...firstOutput(session), print: createPrinter({ ...print, format: chosen, tell }) };
  }
  const handle = await open(file, 'w').catch((error: unknown) => {
    throw new CommandError(exitCodes.failed, `cannot write ${file}: ${systemCode(error) ?? String(error)}`);
  });
  const write = async (text: string | Uint8Array): Promise<void> => await handle.appendFile(text);
  const plain = (text: string): string => text;
  return {
    print: createPrinter({ format: chosen, write, emphasis: plain, tell }),
    close: async () => await handle.close(),
  };
}

function formatOfName(file: string): Format | undefined {
  const ending = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase();
  return formats.find((format) => format === (ending === 'yml' ? 'yaml' : ending));
}
