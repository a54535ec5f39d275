import type { Client } from '@easement/client';
import type { KnownWorld } from './known-world.ts';
import type { RunningHouse } from './running-house.ts';

export type Ids = Map<string, string>;

/** Everything that the acts share. */
export type Books = {
  house: RunningHouse;
  known: KnownWorld;
  readonly ownerToken: string;
  readonly people: ReadonlyMap<string, { readonly id: string; readonly token: string }>;
  readonly projects: Ids;
  readonly buckets: Ids;
  readonly tables: Ids;
  readonly shares: Ids;
};

export function owner({ house, ownerToken }: Books): Client {
  return house.clientOf(ownerToken);
}

export function personOf({ house, people }: Books, name: string): { readonly id: string; readonly client: Client } {
  const person = people.get(name);
  if (!person) throw new Error(`nobody is called ${name}`);
  return { id: person.id, client: house.clientOf(person.token) };
}

export function idOf(ids: Ids, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`nothing is called ${name}`);
  return id;
}
