import { type Client, createClient } from '@easement/client';
import { OrganizationRole } from '@easement/contracts';
import { createOrganization } from '../meridian.ts';
import type { Replicas } from './replicas.ts';

/** Somebody with a client at each gateway. */
export type Racer = { readonly id: string; readonly at: readonly Client[] };

/** An organization in which pairs race one after the other; whatever is wrong at the end of one is of that one. */
export type World = Disposable & {
  readonly organization: string;
  /** Acts as admin in every project. */
  readonly owner: Racer;
  /** A member of the organization, in no project but those that a pair adds them to. */
  readonly linker: Racer;
};

/** Calls are made once: a repeat would hide how the first one ended. */
const once = { attempts: 1 };

export async function createWorld({ doors, operatorToken }: Pick<Replicas, 'doors' | 'operatorToken'>, name: string) {
  const clients: Client[] = [];
  const open = (token: string): Client[] => {
    const opened = doors.map((baseUrl) => createClient({ baseUrl, token, retry: once, timeoutMs: 60_000 }));
    clients.push(...opened);
    return opened;
  };
  const clientOf = (token: string): Client => firstOf(open(token));
  const organization = await createOrganization({ clientOf, operatorToken }, name);
  const linker = await organization.createMember('linker', { organization: OrganizationRole.MEMBER });
  const world: World = {
    organization: organization.id,
    owner: { id: organization.owner.id, at: open(organization.owner.token) },
    linker: { id: linker.id, at: open(linker.token) },
    [Symbol.dispose]: () => clients.forEach((client) => client.close()),
  };
  return world;
}

export function firstOf<T>(things: readonly T[]): T {
  const [first] = things;
  if (first === undefined) throw new Error('there is not even one');
  return first;
}
