import type { Ask } from './act.ts';

/** What a request was answered, in handles: by the real system, or by another that stands in its place. */
export type Answer =
  | { readonly ok: true; readonly seen: unknown }
  | {
      readonly ok: false;
      readonly code: string;
      readonly reason: string;
      readonly facts: Readonly<Record<string, string>>;
    };

/** Whoever is held to the model. */
export type System = { readonly ask: (ask: Ask) => Promise<Answer> };

/**
 * Lists and facts of the model are compared without regard to order: the system orders by ids, whose order within one
 * millisecond is by chance.
 */
export function sorted(texts: Iterable<string>): string {
  return [...texts].sort().join(',');
}
