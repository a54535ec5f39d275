import { notFoundError, usageError } from '../command-error.ts';

/**
 * The thing of that name: written exactly so, else the only one that differs in case alone.
 * `where` ends the sentence of what was not found.
 */
export function matchName<T>(
  things: readonly T[],
  nameOf: (thing: T) => string,
  text: string,
  { kind, where, next }: { readonly kind: string; readonly where: string; readonly next: string },
): T {
  const exact = things.filter((thing) => nameOf(thing) === text);
  const [found, ...others] = exact.length > 0 ? exact : things.filter((thing) => isSameName(nameOf(thing), text));
  if (found === undefined) throw notFoundError(`there is no ${kind} ${JSON.stringify(text)} ${where}`, next);
  if (others.length === 0) return found;
  const names = [found, ...others].map(nameOf).join(', ');
  throw usageError(`${JSON.stringify(text)} may mean ${names}`, 'write the name as it is listed, or use the id');
}

/** Whether two names are the same but for case. */
export function isSameName(one: string, other: string): boolean {
  return key(one) === key(other);
}

function key(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase();
}
