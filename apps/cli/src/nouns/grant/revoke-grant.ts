import type { Verb } from '../../command.ts';
import { conclude } from '../../conclude.ts';
import { confirmed } from '../../confirm.ts';
import { grantNames } from '../../find/grants.ts';
import { grantView } from './grant-view.ts';
import { grantArguments, grantChoices, readGrant } from './read-grant.ts';

export const revokeGrant: Verb = {
  usage: `revoke ${grantArguments}`,
  summary: 'take a privilege away from a share, and with usage of its database the grants on what is in it',
  choices: grantChoices,
  changes: true,
  examples: ['grant revoke select table flights.airports partners'],
  run: async (session, input) => {
    const { client, call, mutation, settings, print } = session;
    const { privilege, object, share, text } = await readGrant(session, input);
    await confirmed(session, `Revoke ${text} from ${share.name}? What reads it through the share stops working.`);
    const answer = await client.shares.revoke({ shareId: share.id, objectId: object.id, privilege, ...mutation }, call);
    const { revoked, unchanged } = answer;
    if (!settings.dryRun && revoked.length > 0) {
      await print.list(grantView(await grantNames(session, revoked)), revoked, '');
    }
    const done = unchanged ? `${text} was not granted; nothing was changed.` : `${text} is revoked from ${share.name}.`;
    await conclude(session, answer, { done });
  },
};
