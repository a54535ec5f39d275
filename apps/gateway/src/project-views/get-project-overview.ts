import {
  BucketService,
  LinkService,
  OfferService,
  ProjectRole,
  ProjectService,
  type ProjectViewService,
  ShareService,
  UsageService,
} from '@easement/contracts';
import { effectiveRole, type ProjectRole as Role } from '@easement/domain';
import { type Handler, onBehalf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { lookInside } from './look-inside.ts';
import { orUnreachable, unreachableOf } from './reachable.ts';

const most = 100;

const roles: Readonly<Record<Role, ProjectRole>> = {
  admin: ProjectRole.ADMIN,
  write: ProjectRole.WRITE,
  read: ProjectRole.READ,
};

export function getProjectOverview({ dial }: Deps): Handler<typeof ProjectViewService.method.getProjectOverview> {
  const look = lookInside(dial);
  const projects = dial('identity', ProjectService);
  const buckets = dial('catalog', BucketService);
  const usages = dial('catalog', UsageService);
  const shares = dial('sharing', ShareService);
  const links = dial('sharing', LinkService);
  const offers = dial('sharing', OfferService);
  return async ({ projectId }, call) => {
    const standing = await look(call, projectId);
    const as = onBehalf(call);
    const parent = { case: 'projectId' as const, value: projectId };
    const page = { projectId, pageSize: most };
    const [{ project }, ...parts] = await Promise.all([
      projects.getProject({ projectId }, as),
      orUnreachable('catalog', buckets.listBuckets(page, as)),
      orUnreachable('catalog', usages.getProjectUsage({ projectId }, as)),
      orUnreachable('sharing', shares.listShares(page, as)),
      orUnreachable('sharing', links.listLinks({ parent, pageSize: most }, as)),
      orUnreachable('sharing', offers.listOffers(page, as)),
    ]);
    const [bucketPart, usagePart, sharePart, linkPart, offerPart] = parts;
    const role = effectiveRole(standing);
    return {
      overview: {
        ...(project ? { project } : {}),
        role: role ? roles[role] : ProjectRole.UNSPECIFIED,
        buckets: bucketPart.answer?.buckets ?? [],
        links: linkPart.answer?.links ?? [],
        shares: sharePart.answer?.shares ?? [],
        ...(usagePart.answer?.usage ? { usage: usagePart.answer.usage } : {}),
        offerCount: offerPart.answer?.offers.filter(({ linkId }) => linkId === '').length ?? 0,
        unreachable: unreachableOf(parts),
      },
    };
  };
}
