import { type DirectoryService, PrincipalKind } from '@easement/contracts';
import { badToken, isId, missingRole, type OrganizationId, type PrincipalId, type TokenId } from '@easement/domain';
import { type Database, type Work } from '@easement/persistence';
import type { Call, Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { claimedToken, isSameDigest, secretDigest } from '../tokens/token-secrets.ts';
import { tokenTable } from '../tokens/token.table.ts';

/**
 * Runs before every call of a person, and reads the truth each time: a token that was revoked, or rotated without an
 * overlap, opens nothing that begins after the answer.
 */
export function authenticate({ db, isOperatorToken, now }: Deps): Handler<typeof DirectoryService.method.authenticate> {
  return async ({ secret }, call) => {
    assertGateway(call);
    if (isOperatorToken(secret)) return { kind: PrincipalKind.OPERATOR };
    const claimed = claimedToken(secret);
    const token = claimed && (await findAuthenticating(db, call, claimed));
    if (!token || !isGood(token, secretDigest(secret), now())) throw badToken();
    return {
      principalId: token.principal_id,
      organizationId: claimed.organization,
      tokenId: claimed.token,
      kind: kindOf(token.principal_id),
    };
  };
}

const { principal_id, digest, previous_digest, previous_until, expire_time, revoke_time } = tokenTable.columns;
const shape = { principal_id, digest, previous_digest, previous_until, expire_time, revoke_time };
const sql = `SELECT ${Object.keys(shape).join(', ')} FROM token WHERE organization_id = ? AND id = ?`;

async function findAuthenticating(db: Database, work: Work, id: { organization: OrganizationId; token: TokenId }) {
  const [row] = await db.select(work, shape, sql, [id.organization, id.token]);
  return row;
}

type Authenticating = NonNullable<Awaited<ReturnType<typeof findAuthenticating>>>;

/** Compares both secrets in any case, so that the time tells nothing of which one is nearer. */
function isGood(token: Authenticating, given: Uint8Array, time: Date): boolean {
  const isCurrent = isSameDigest(token.digest, given);
  const isPrevious = isSameDigest(token.previous_digest ?? token.digest, given);
  const inOverlap = token.previous_until !== null && time < token.previous_until;
  const hasEnded = token.revoke_time !== null || (token.expire_time !== null && token.expire_time <= time);
  return !hasEnded && (isCurrent || (isPrevious && inOverlap));
}

function kindOf(principal: PrincipalId): PrincipalKind {
  return isId('service_account', principal) ? PrincipalKind.SERVICE_ACCOUNT : PrincipalKind.USER;
}

/** The other services may ask who somebody is, but hold nobody's secrets. */
function assertGateway({ actor, method }: Pick<Call, 'actor' | 'method'>): void {
  if (actor.kind !== 'service' || actor.service !== 'gateway') throw missingRole(method, 'gateway', 'the installation');
}
