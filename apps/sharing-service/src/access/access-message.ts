import { type AccessCheck, Action as ActionMessage } from '@easement/contracts';
import {
  type Action,
  type BucketId,
  invalidField,
  type ObjectId,
  parseId,
  parsePrincipalId,
  type PrincipalId,
  type ProjectId,
} from '@easement/domain';

export type AskedObject =
  | { readonly kind: 'bucket'; readonly id: BucketId }
  | { readonly kind: 'table' | 'view' | 'function'; readonly id: ObjectId };

/** One question. */
export type Question = {
  readonly principal: PrincipalId;
  readonly project: ProjectId;
  readonly object: AskedObject;
  readonly action: Action;
};

/** The answer to one question; what an allowed act needs no word for is empty. */
export type Decision = {
  readonly allowed: boolean;
  readonly reason: string;
  readonly message: string;
  readonly linkId: string;
};

/** `caller` stands in where the question names nobody. */
export function toQuestion(
  { principalId, projectId, object, action }: Pick<AccessCheck, 'principalId' | 'projectId' | 'object' | 'action'>,
  caller: PrincipalId,
): Question {
  const asked = actions[action];
  if (!asked) throw invalidField('action', 'say which action is meant');
  return {
    principal: principalId === '' ? caller : parsePrincipalId(principalId),
    project: parseId('project', projectId),
    object: toObject(object),
    action: asked,
  };
}

function toObject(ref: AccessCheck['object']): AskedObject {
  switch (ref?.object.case) {
    case 'bucketId':
      return { kind: 'bucket', id: parseId('bucket', ref.object.value) };
    case 'tableId':
      return { kind: 'table', id: parseId('table', ref.object.value) };
    case 'viewId':
      return { kind: 'view', id: parseId('view', ref.object.value) };
    case 'functionId':
      return { kind: 'function', id: parseId('function', ref.object.value) };
    case undefined:
      throw invalidField('object', 'say which object is meant');
  }
}

const actions: Readonly<Record<ActionMessage, Action | undefined>> = {
  [ActionMessage.UNSPECIFIED]: undefined,
  [ActionMessage.READ]: 'read',
  [ActionMessage.WRITE]: 'write',
  [ActionMessage.DROP]: 'drop',
  [ActionMessage.SHARE]: 'share',
  [ActionMessage.LINK]: 'link',
};
