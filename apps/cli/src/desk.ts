import colors from 'picocolors';
import { type ContextStore, contextStore } from './contexts.ts';
import { type Io, writerTo } from './io.ts';
import { createPrinter, type Printer } from './output/printer.ts';
import type { Settings } from './settings.ts';

/** What a command has at hand without a server. */
export type Desk = {
  readonly io: Io;
  readonly settings: Settings;
  readonly contexts: ContextStore;
  readonly print: Printer;
  /** Says something to the person, on stderr: never data. */
  readonly tell: (text: string) => void;
};

export function openDesk(io: Io, settings: Settings): Desk {
  const { bold } = colors.createColors(io.environment.mayColor && io.stdout.isTTY === true);
  const tell = (text: string) => void io.stderr.write(`${text}\n`);
  return {
    io,
    settings,
    contexts: contextStore(io.environment.configFolder),
    print: createPrinter({ format: settings.output, write: writerTo(io.stdout), emphasis: bold, tell }),
    tell,
  };
}
