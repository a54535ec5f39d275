import { invalidField } from '@easement/domain';

/** The query of a URL, of which every key must be known: a misspelt one is refused, not passed over. */
export type QueryText = (key: string) => string | undefined;

export function readQuery(url: URL, known: readonly string[]): QueryText {
  for (const key of url.searchParams.keys()) {
    if (!known.includes(key)) throw invalidField(key, `${key} is not known here; there are ${known.join(', ')}`);
    if (url.searchParams.getAll(key).length > 1) throw invalidField(key, `${key} is given more than once`);
  }
  return (key) => url.searchParams.get(key) ?? undefined;
}

/** Finds what a word stands for; without the word, `fallback`. */
export function chosen<T>(query: QueryText, key: string, choices: Readonly<Record<string, T>>, fallback: T): T {
  const word = query(key);
  if (word === undefined) return fallback;
  const choice = Object.hasOwn(choices, word) ? choices[word] : undefined;
  if (choice !== undefined) return choice;
  throw invalidField(key, `${key} is ${JSON.stringify(word)}, not one of ${Object.keys(choices).join(', ')}`);
}
