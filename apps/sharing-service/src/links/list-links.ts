import type { ListLinksRequest, LinkService } from '@easement/contracts';
import { assertMaySeeInside, invalidField, maySeeInside, maySeeLinkName, missingRole, parseId } from '@easement/domain';
import { pageOf, type Position } from '@easement/persistence';
import { type Call, type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { bytesOfTexts, endPage } from '../end-page.ts';
import { seeShare } from '../shares/see-share.ts';
import { type LinkInit, toLinkMessage } from './link-message.ts';
import { type LinkFilter, pageOfLinks } from './link-lists.ts';
import type { StoredLink } from './link.table.ts';

/** A page may be shorter than it should be: where the words of those who removed links are long. */
export function listLinks(deps: Deps): Handler<typeof LinkService.method.listLinks> {
  return async (request, call) => {
    const { organization } = principalOf(call);
    const page = pageOf(deps.pages, call, request);
    const parent = await openParent(deps, call, request);
    const filter = { parent, withGone: request.showRemoved, outsideOnly: request.outsideAudienceOnly };
    const read = await deps.db.read(call, (tx) => pageOfLinks(tx, organization, filter, page));
    const { found: links, next } = endPage({ found: read.links, next: read.next }, { bytesOf, positionOf });
    return { links: await toMessages(deps, call, links), nextPageToken: deps.pages.sign(call, next) };
  };
}

/** Whose links they are, for who may see inside: the project that links, or the one that shares. */
async function openParent(
  deps: Deps,
  call: Call,
  { parent, targetBucketId }: ListLinksRequest,
): Promise<LinkFilter['parent']> {
  const act = 'listing links';
  switch (parent.case) {
    case 'shareId': {
      if (targetBucketId !== '') throw ofProjectAlone();
      const { share, standing } = await seeShare(deps, call, parseId('share', parent.value));
      if (!maySeeInside(standing)) throw missingRole(act, 'read', share.project);
      return { share_id: share.id };
    }
    case 'projectId': {
      const project = parseId('project', parent.value);
      assertMaySeeInside(await deps.directory.standing(call, principalOf(call).principal, project), act);
      return {
        project_id: project,
        ...(targetBucketId === '' ? {} : { target_bucket_id: parseId('bucket', targetBucketId) }),
      };
    }
    case undefined:
      throw new Error('the contract demands a parent');
  }
}

function bytesOf({ name, removal }: StoredLink): number {
  return bytesOfTexts(name, removal?.comment ?? '');
}

function positionOf({ id }: StoredLink): Position {
  return [id];
}

function ofProjectAlone() {
  return invalidField(
    'target_bucket_id',
    'only the links of a project are told by their bucket; list those of project_id',
  );
}

/** A provider reads who links, but not what they call it, unless it is of that project too. */
async function toMessages({ directory }: Deps, call: Call, links: readonly StoredLink[]): Promise<LinkInit[]> {
  const { principal } = principalOf(call);
  const projects = [...new Set(links.map(({ project }) => project))];
  const standings = await directory.standings(
    call,
    projects.map((project) => ({ principal, project })),
  );
  return links.map((link) =>
    toLinkMessage(
      link,
      standings.some((standing) => maySeeLinkName(link, standing)),
    ),
  );
}
