import type { Tree } from './tree.ts';
import { longestFile, longestFunction } from './yardstick.ts';

/** What fails the check, one line each with the place where it is. */
export function findProblems({ sources, specs, functions, forbidden }: Tree): string[] {
  return [
    ...forbidden.map(({ path, line, what }) => `${path}:${line}: ${what}, which this project does without`),
    ...functions
      .filter(({ lines }) => lines > longestFunction)
      .map(
        ({ path, line, name, lines }) => `${path}:${line}: ${name} has ${lines} lines, more than ${longestFunction}`,
      ),
    ...[...sources, ...specs]
      .filter(({ lines }) => lines > longestFile)
      .map(({ path, lines }) => `${path}: ${lines} lines, more than ${longestFile}: one idea a file`),
  ];
}
