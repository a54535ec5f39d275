import { type Share, ShareKindSchema, ShareSchema } from '@easement/contracts';
import { audienceText } from '../audience.ts';
import { messageView, time, type View, word } from '../output/view.ts';

export function shareView(projectName: (id: string) => string): View<Share> {
  return messageView(ShareSchema, [
    ['id', ({ id }) => id],
    ['name', ({ name }) => name],
    ['kind', ({ kind }) => word(ShareKindSchema, kind)],
    ['bucket', ({ bucket, grants }) => bucket?.bucketId ?? grants?.bucketId],
    ['to', ({ audience }) => audienceText(audience, projectName)],
    ['links', ({ linkCount }) => linkCount],
    ['outside', ({ outsideAudienceCount }) => outsideAudienceCount],
    ['comment', ({ comment }) => comment],
    ['since', ({ createTime }) => time(createTime)],
  ]);
}
