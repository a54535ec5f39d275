import { type Privilege, PrivilegeSchema, type Share } from '@easement/contracts';
import type { Input, Verb } from '../../command.ts';
import { usageError } from '../../command-error.ts';
import { findObject, type FoundObject, kindWords, readKind } from '../../find/objects.ts';
import { findShare } from '../../find/shares.ts';
import { valueOf, words } from '../../output/view.ts';
import type { Session } from '../../session.ts';

const privilegeWords = words(PrivilegeSchema);

/** The arguments of what gives or takes one privilege. */
export const grantArguments = '<privilege> <kind> <object> <share>';
export const grantChoices: NonNullable<Verb['choices']> = { privilege: privilegeWords, kind: kindWords };

export type ReadGrant = {
  readonly privilege: Privilege;
  readonly object: FoundObject;
  readonly share: Share;
  /** As one would say it: `select on table flights.airports`. */
  readonly text: string;
};

/** What the arguments say, in any case, and `reference-usage` as SQL has it too. */
export async function readGrant(session: Session, input: Input): Promise<ReadGrant> {
  const word = input.argument('privilege').toLowerCase().replaceAll('_', '-');
  const privilege = valueOf(PrivilegeSchema, word);
  if (!privilege) {
    const given = JSON.stringify(input.argument('privilege'));
    throw usageError(`${given} is no privilege`, `write one of ${privilegeWords.join(', ')}`);
  }
  const kind = readKind(input.argument('kind'));
  const [object, share] = await Promise.all([
    findObject(session, kind, input.argument('object')),
    findShare(session, input.argument('share')),
  ]);
  return { privilege, object, share, text: `${word} on ${kind} ${object.name}` };
}
