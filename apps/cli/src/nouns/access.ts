import { ActionSchema, CheckAccessResponseSchema } from '@easement/contracts';
import type { Noun, Verb } from '../command.ts';
import { CommandError, usageError } from '../command-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { findBucket } from '../find/buckets.ts';
import { isId } from '../find/ids.ts';
import { findPrincipal } from '../find/principals.ts';
import { findProject } from '../find/projects.ts';
import { findTable } from '../find/tables.ts';
import { messageView, valueOf, words } from '../output/view.ts';
import type { Session } from '../session.ts';

const decisionView = messageView(CheckAccessResponseSchema, [
  ['allowed', ({ allowed }) => (allowed ? 'yes' : 'no')],
  ['reason', ({ reason }) => reason],
  ['why', ({ message }) => message],
  ['by link', ({ linkId }) => linkId],
]);

const check: Verb = {
  usage: 'check <object>',
  summary: 'tell whether somebody may do something with a bucket or table in a project; exits 5 if not',
  options: [
    { flags: '--action <action>', summary: 'what would be done', choices: words(ActionSchema), fallback: 'read' },
    { flags: '--of <person>', summary: 'who would act, instead of you' },
  ],
  examples: [
    'access check flights.airports --action read',
    'access check flights --action drop --of ada@meridian.example',
  ],
  run: async (session, input) => {
    const { client, call, print } = session;
    const who = input.option('of');
    const object = await findObject(session, input.argument('object'));
    const request = {
      principalId: who === undefined ? '' : await findPrincipal(session, who),
      projectId: await findProject(session, session.givenProject ?? object.projectText),
      object: { object: object.ref },
      action: valueOf(ActionSchema, input.option('action')),
    };
    const decision = await client.access.checkAccess(request, call);
    await print.one(decisionView, decision);
    if (!decision.allowed) throw new CommandError(exitCodes.denied, 'that would be refused');
  },
};

export const access: Noun = { name: 'access', summary: 'who may do what', verbs: [check] };

type ObjectRef =
  { readonly case: 'bucketId'; readonly value: string } | { readonly case: 'tableId'; readonly value: string };

type Found = { readonly ref: ObjectRef; readonly projectText: string | undefined };

/** `bucket`, `bucket.table`, `project.bucket.table`, or an id. What a link shows is asked about as what it is. */
async function findObject(session: Session, text: string): Promise<Found> {
  if (isId(text, 'tbl')) return { ref: { case: 'tableId', value: text }, projectText: undefined };
  if (isId(text, 'bkt')) return { ref: { case: 'bucketId', value: text }, projectText: undefined };
  if (text.split('.').length > 1) {
    const { tableId, projectId } = await findTable(session, text);
    return { ref: { case: 'tableId', value: tableId }, projectText: projectId };
  }
  const found = await findBucket(session, text);
  const value = found.kind === 'own' ? found.id : found.link.bucketId;
  if (value === '') throw usageError(`what ${found.name} shows cannot be told`, 'name a table of it');
  return { ref: { case: 'bucketId', value }, projectText: found.projectId };
}
