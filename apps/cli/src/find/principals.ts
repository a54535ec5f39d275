import { listAll } from '@easement/client';
import type { Principal } from '@easement/contracts';
import type { Session } from '../session.ts';
import { collect } from './collect.ts';
import { isId } from './ids.ts';
import { matchName } from './match.ts';

export async function listPrincipals({ client, call }: Session): Promise<readonly Principal[]> {
  return await collect(listAll(client.principals.listUsers, {}, (page) => page.users, call));
}

/** The id of a person given by e-mail address, of a service account given by name, or of either given by id. */
export async function findPrincipal(session: Session, text: string): Promise<string> {
  if (isId(text, 'usr', 'sva')) return text;
  if (text.includes('@')) {
    const { user } = await session.client.principals.getUser({ userId: text }, session.call);
    if (user) return user.id;
  }
  const where = 'among those that you may see';
  const next = '`easement user list` shows them';
  const principals = await listPrincipals(session);
  return matchName(principals, ({ displayName }) => displayName, text, { kind: 'account', where, next }).id;
}
