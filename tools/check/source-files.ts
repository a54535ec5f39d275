import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** What a file is to the yardstick. Support is what only specs use: neither product nor test. */
export type Kind = 'source' | 'spec' | 'support' | 'proto';

export type SourceFile = { readonly path: string; readonly kind: Kind; readonly text: string; readonly lines: number };

/** Every file that people write here, whether committed yet or not, by its path from the root of the project. */
export function readSourceFiles(): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
  return listed.split('\n').flatMap((path) => {
    const kind = kindOf(path);
    if (kind === undefined || !existsSync(path)) return [];
    const text = readFileSync(path, 'utf8');
    return [{ path, kind, text, lines: countLines(text) }];
  });
}

export function kindOf(path: string): Kind | undefined {
  if (/^proto\/easement\/.*\.proto$/.test(path)) return 'proto';
  if (!/^(apps|libs|tools)\/.*\.(ts|tsx|mjs)$/.test(path) || path.includes('/gen/')) return undefined;
  if (/\.spec\.tsx?$/.test(path) || path.includes('/test/')) return 'spec';
  return /^(libs\/testing|libs\/persistence\/src\/testing|apps\/e2e)\//.test(path) ? 'support' : 'source';
}

export function countLines(text: string): number {
  return text === '' ? 0 : text.replace(/\n$/, '').split('\n').length;
}
