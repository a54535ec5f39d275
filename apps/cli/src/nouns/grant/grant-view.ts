import { type Grant, GrantSchema, PrivilegeSchema } from '@easement/contracts';
import { kindWord } from '../../find/objects.ts';
import { messageView, time, type View, word } from '../../output/view.ts';

/** Grants under the names of what they are on and of their shares. */
export function grantView(nameOf: (id: string) => string): View<Grant> {
  return messageView(GrantSchema, [
    ['privilege', ({ privilege }) => word(PrivilegeSchema, privilege)],
    ['on', ({ objectKind }) => kindWord(objectKind)],
    ['object', ({ objectId }) => nameOf(objectId)],
    ['share', ({ shareId }) => nameOf(shareId)],
    ['since', ({ createTime }) => time(createTime)],
    ['by', ({ creatorId }) => creatorId],
  ]);
}
