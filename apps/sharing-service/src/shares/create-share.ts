import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CreateShareRequest, CreateShareResponseSchema, ShareService } from '@easement/contracts';
import {
  assertAudienceFits,
  assertMaySeeInside,
  checkName,
  invalidField,
  nameKey,
  newId,
  parseId,
  projectClosing,
  policies,
  type ProjectId,
  Refusal,
  type ShareId,
  type ShareKind,
} from '@easement/domain';
import { type Call, type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { recall } from '../repeats.ts';
import { answerSameShare } from './answer-same-share.ts';
import { type AudienceDraft, toAudienceDraft } from './audience-message.ts';
import { findGoneOwner } from './gone-shares.ts';
import { finishShare, makeShare } from './make-share.ts';
import { openSource, type Source } from './open-source.ts';
import { resolveAudience } from './resolve-audience.ts';
import type { StoredShare } from './share.table.ts';

export type CreateShareAnswer = MessageInitShape<typeof CreateShareResponseSchema>;

/** What is asked for, checked as far as the request itself tells. */
export type ShareDraft = {
  readonly content:
    { readonly kind: 'bucket'; readonly bucket: string } | { readonly kind: 'grants'; readonly project: ProjectId };
  /** Undefined where the bucket's name is to be the share's. */
  readonly name: string | undefined;
  readonly comment: string;
  readonly audience: AudienceDraft;
};

/** Another call, or a share whose bucket is gone, may be in the way for a moment. */
const mostAttempts = 3;

export function createShare(deps: Deps): Handler<typeof ShareService.method.createShare> {
  return async (request, call) => {
    const draft = toDraft(request);
    const earlier = await recall<CreateShareAnswer>(deps.db, call);
    if (earlier.state === 'done') return earlier.answer;
    if (earlier.state === 'running') return await finishShare(deps, call, parseId('share', earlier.thingId));
    const share = await toNewShare(deps, call, draft);
    let inTheWay: readonly ShareId[] = [];
    for (let attempt = 1; ; attempt++) {
      const same = await answerSameShare(deps, call, share, draft);
      if (same) return same;
      try {
        return await makeShare(deps, call, share, inTheWay);
      } catch (refusal) {
        const isLost = refusal instanceof Refusal && refusal.reason === 'lost_race';
        inTheWay = await findGoneOwner(deps, call, refusal);
        if (attempt === mostAttempts || !(isLost || inTheWay.length > 0)) throw refusal;
      }
    }
  };
}

function toDraft({ content, name, comment, audience }: CreateShareRequest): ShareDraft {
  const what = toContentDraft(content);
  if (what.kind === 'grants' && name === '') throw invalidField('name', 'a share that holds nothing yet needs a name');
  return {
    content: what,
    name: name === '' ? undefined : checkName(name),
    comment,
    audience: toFittingAudience(what.kind, audience),
  };
}

/** A list of tenants that is not given is empty. */
function toFittingAudience(share: ShareKind, message: CreateShareRequest['audience']): AudienceDraft {
  if (!message && policies[share].audiences.includes('tenants')) return { kind: 'tenants', projects: [], users: [] };
  const audience = toAudienceDraft(message);
  assertAudienceFits(share, audience.kind);
  return audience;
}

function toContentDraft(content: CreateShareRequest['content']): ShareDraft['content'] {
  switch (content.case) {
    case 'bucket':
      return { kind: 'bucket', bucket: content.value.bucketId };
    case 'grants':
      return { kind: 'grants', project: parseId('project', content.value.projectId) };
    case undefined:
      throw new Error('the contract demands what is to be shared');
  }
}

type Opened = Pick<Source, 'project' | 'standing'> & Partial<Source>;

/** The project that would share, of which the caller sees the inside, and the bucket if there is one. */
async function openContent(deps: Deps, call: Call, content: ShareDraft['content']): Promise<Opened> {
  if (content.kind === 'bucket') return await openSource(deps, call, content.bucket);
  const { project } = content;
  const standing = await deps.directory.standing(call, principalOf(call).principal, project);
  assertMaySeeInside(standing, 'sharing');
  return { project, standing };
}

async function toNewShare(deps: Deps, call: Call, draft: ShareDraft): Promise<StoredShare> {
  const { organization, principal } = principalOf(call);
  const source = await openContent(deps, call, draft.content);
  const audience = await resolveAudience(deps, call, draft.audience, source.standing);
  if (source.standing.isProjectClosing) throw projectClosing(source.project);
  const names = await deps.directory.projectNames(call, [source.project]);
  const time = deps.now();
  return {
    organization,
    id: newId('share'),
    kind: draft.content.kind,
    project: source.project,
    bucket: source.bucket,
    audience,
    name: draft.name ?? source.bucketName ?? '',
    comment: draft.comment,
    providerKey: nameKey(names.get(source.project) ?? ''),
    creator: principal,
    createTime: time,
    updateTime: time,
    version: 1,
  };
}
