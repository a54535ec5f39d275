import type { ShareService } from '@easement/contracts';
import {
  assertMaySeeInside,
  listedProjects,
  listedUsers,
  type OrganizationId,
  parseId,
  type ProjectId,
} from '@easement/domain';
import { pageOf, type Position, type ReadTx } from '@easement/persistence';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { bytesOfTexts, endPage } from '../end-page.ts';
import { countLinks } from '../links/linkers.ts';
import { withBucket } from './gone-shares.ts';
import { dropGoneTargets } from './resolve-audience.ts';
import { toShareMessage } from './share-message.ts';
import { pageOfShares } from './share-lists.ts';
import { findShareNamed } from './share-store.ts';
import type { StoredShare } from './share.table.ts';
import { withShownAudiences } from './shown-audience.ts';

/** One at most: no other of the project has the name. */
async function shareNamed(tx: ReadTx, organization: OrganizationId, project: ProjectId, name: string) {
  const share = await findShareNamed(tx, organization, project, name);
  return share ? [share] : [];
}

const bytesOfId = 32;

function bytesOf({ name, comment, audience }: StoredShare): number {
  const listed = listedProjects(audience).size + listedUsers(audience).size;
  return bytesOfTexts(name, comment) + bytesOfId * listed;
}

function positionOf({ id }: StoredShare): Position {
  return [id];
}

/** A page may be shorter than it should be: shares whose bucket is gone are left out of it, and long lists end it early. */
export function listShares(deps: Deps): Handler<typeof ShareService.method.listShares> {
  return async (request, call) => {
    const { organization, principal } = principalOf(call);
    const project = parseId('project', request.projectId);
    const page = pageOf(deps.pages, call, request);
    const standing = await deps.directory.standing(call, principal, project);
    assertMaySeeInside(standing, 'listing shares');
    const { shares, counts, next } = await deps.db.read(call, async (tx) => {
      const whole =
        request.name === ''
          ? await pageOfShares(tx, organization, project, page)
          : { shares: await shareNamed(tx, organization, project, request.name), next: undefined };
      const { found, next } = endPage({ found: whole.shares, next: whole.next }, { bytesOf, positionOf });
      const ids = found.map(({ id }) => id);
      return { shares: found, next, counts: await countLinks(tx, organization, ids) };
    });
    const there = await dropGoneTargets(deps, call, await withBucket(deps, call, shares));
    const shown = await withShownAudiences(deps, call, standing, there);
    return {
      shares: shown.map((share) => toShareMessage(share, counts.get(share.id))),
      nextPageToken: deps.pages.sign(call, next),
    };
  };
}
