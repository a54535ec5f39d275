import type { ListGrantsRequest } from '@easement/contracts';
import type { Input, Verb } from '../../command.ts';
import { usageError } from '../../command-error.ts';
import { grantNames, listGrants } from '../../find/grants.ts';
import { findNamedObject } from '../../find/objects.ts';
import { findShare } from '../../find/shares.ts';
import type { Session } from '../../session.ts';
import { grantView } from './grant-view.ts';

export const listGrantsOf: Verb = {
  usage: 'list',
  summary: 'list what is granted to a share, or the grants on an object',
  options: [
    { flags: '--share <share>', summary: 'the share' },
    { flags: '--on <object>', summary: 'the object, with its kind: "table flights.airports", or an id' },
  ],
  examples: ['grant list --share partners', 'grant list --on "database flights"'],
  run: async (session, input) => {
    const grants = await listGrants(session, await readParent(session, input));
    await session.print.list(grantView(await grantNames(session, grants)), grants, 'Nothing is granted.');
  },
};

async function readParent(session: Session, input: Input): Promise<ListGrantsRequest['parent']> {
  const share = input.option('share');
  const object = input.option('on');
  if (share !== undefined && object === undefined) {
    return { case: 'shareId', value: (await findShare(session, share)).id };
  }
  if (object !== undefined && share === undefined) {
    return { case: 'objectId', value: (await findNamedObject(session, object)).id };
  }
  throw usageError('grants of what?', 'give either --share or --on');
}
