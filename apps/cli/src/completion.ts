import { readFileSync } from 'node:fs';
import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { contextsPath, parseContexts } from './contexts.ts';
import type { Environment } from './environment.ts';

/** Adds `completion <shell>`, and what the shell asks behind it: commands, options, their choices, names of contexts. */
export function addCompletion(program: Command, { configFolder }: Environment): void {
  const completion = tab(program, { completionCommandName: 'completion' });
  const context = completion.options.get('context');
  if (!context) return;
  context.handler = (complete) => {
    for (const [name, { url }] of Object.entries(knownContexts(configFolder))) complete(name, url);
  };
}

/** The shell waits for an answer, and a file that cannot be read is no reason to disturb who types. */
function knownContexts(folder: string) {
  const path = contextsPath(folder);
  try {
    return parseContexts(readFileSync(path, 'utf8'), path).contexts;
  } catch {
    return {};
  }
}
