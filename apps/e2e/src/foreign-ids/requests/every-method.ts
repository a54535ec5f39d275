import { type IdField, nameOf, pathOf } from '../id-fields.ts';
import { hasId } from '../place-id.ts';
import type { Own } from '../scene.ts';
import { ofCatalog } from './catalog.ts';
import { ofIdentity } from './identity.ts';
import { ofQuery } from './query.ts';
import type { Phrase, Requests } from './requests.ts';
import { ofSharing } from './sharing.ts';

/** A method that takes ids and is not here fails the spec: what it does with those of others must be shown. */
export const everyMethod: readonly Requests[] = [...ofIdentity, ...ofCatalog, ...ofSharing, ...ofQuery];

/** The requests that are good, and have something in the field: at least one. */
export function phrasesWith({ method, path }: Pick<IdField, 'method' | 'path'>, own: Own): readonly Phrase[] {
  const entry = everyMethod.find((one) => one.method === method);
  const found = entry?.phrases.filter((phrase) => hasId(method.input, phrase(own), path)) ?? [];
  if (found.length > 0) return found;
  throw new Error(`no request of ${nameOf(method)} has an id in ${pathOf({ path })}; add one to requests/`);
}
