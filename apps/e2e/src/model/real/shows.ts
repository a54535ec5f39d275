import type { Client } from '@easement/client';
import type { Impact } from '@easement/contracts';
import type { Ids } from './ids.ts';
import type { Views } from './views.ts';

export type Terms = { readonly requestId: string; readonly validateOnly: boolean; readonly etag: string };
export type Hands = { readonly client: Client; readonly ids: Ids; readonly views: Views };

/** What the answer shows: the impact, where it has one, else the thing. */
export type Shown = Promise<unknown>;
/** An answer with an impact shows nothing else; one without shows what was made. */
export function shows<A extends { readonly impact?: Impact | undefined }>(
  { views }: Hands,
  answer: Promise<A>,
  view: (answer: Omit<A, 'impact'>) => unknown,
): Shown {
  return answer.then(({ impact, ...others }) => {
    if (!impact) return view(others);
    const { $typeName: _, ...things } = others as Record<string, unknown>;
    const made = Object.entries(things).filter(
      ([, thing]) => thing !== undefined && thing !== false && !(Array.isArray(thing) && thing.length === 0),
    );
    return { impact: views.impact(impact), ...Object.fromEntries(made) };
  });
}

export const nothing = (): object => ({});

/** What an answer must hold. */
export function thing<T>(shown: T | undefined): T {
  if (shown === undefined) throw new Error('the answer holds nothing');
  return shown;
}
