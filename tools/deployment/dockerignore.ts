/** Tells whether a path of the working folder is left out of what Docker builds from. */
export type Ignores = (path: string) => boolean;

/** Reads a `.dockerignore`: of the patterns that fit the path or a folder above it, the last one decides. */
export function readDockerignore(text: string): Ignores {
  const rules = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ fits: toRegExp(line.replace(/^!/, '')), ignores: !line.startsWith('!') }));
  return (path) => rules.findLast(({ fits }) => fits.test(path))?.ignores ?? false;
}

/** Other than in a shell, `*` takes names that begin with a dot too; `**` takes any number of folders, also none. */
function toRegExp(pattern: string): RegExp {
  if (/[?[\]\\]/.test(pattern)) throw new Error(`.dockerignore: ${pattern} uses more than * and **, which is not read`);
  const parts = pattern.split(/(\*\*\/|\*)/).map((part) => wild[part] ?? part.replaceAll(/[.+^${}()|]/g, '\\$&'));
  return new RegExp(`^${parts.join('')}(?:/|$)`);
}

const wild: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '*': '[^/]*' };
