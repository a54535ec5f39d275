import { Privilege } from '@easement/contracts';
import { type GrantObject, type PrivilegeWord, type SqlStatement } from '@easement/sql';
import type { Deps } from '../deps.ts';
import { getDatabase } from './database.ts';
import { getShare } from './find-share.ts';
import { acting, type Here, qualified } from './here.ts';
import { getGrantedObject } from './granted-object.ts';
import { done, type Outcome } from './outcome.ts';

type Statement = Extract<SqlStatement, { kind: 'grant' | 'revoke' }>;

export async function grant(deps: Deps, here: Here, statement: Statement): Promise<Outcome> {
  const request = await toRequest(deps, here, statement);
  const { unchanged } = await deps.statementPeers.shares.grant(request, acting(here, 'grant'));
  return done(unchanged ? 'was granted already' : 'granted');
}

export async function revoke(deps: Deps, here: Here, statement: Statement): Promise<Outcome> {
  const request = await toRequest(deps, here, statement);
  const { unchanged, revoked } = await deps.statementPeers.shares.revoke(request, acting(here, 'revoke'));
  if (unchanged) return done('was not granted');
  return done(revoked.length > 1 ? `revoked, with the ${revoked.length - 1} grants that hung on it` : 'revoked');
}

async function toRequest(deps: Deps, here: Here, { privilege, object, share }: Statement) {
  const { id: shareId } = await getShare(deps, here, share);
  const objectId = await idOf(deps, here, object);
  return { shareId, objectId, privilege: privileges[privilege], validateOnly: here.validateOnly };
}

/** The id of what a grant is on; of a database that is a link, the link's, which is refused with what it says about links. */
export async function idOf(deps: Deps, here: Here, { kind, name }: GrantObject): Promise<string> {
  if (kind !== 'bucket') return await getGrantedObject(deps, here, kind, qualified(here, name));
  const [text = ''] = name.parts;
  const database = await getDatabase(deps, here, { text, offset: name.offset });
  return database.kind === 'own' ? database.bucket : database.link;
}

const privileges: Readonly<Record<PrivilegeWord, Privilege>> = {
  usage: Privilege.USAGE,
  select: Privilege.SELECT,
  reference_usage: Privilege.REFERENCE_USAGE,
};
