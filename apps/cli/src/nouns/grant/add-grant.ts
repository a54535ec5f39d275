import type { Verb } from '../../command.ts';
import { conclude } from '../../conclude.ts';
import { grantView } from './grant-view.ts';
import { grantArguments, grantChoices, readGrant } from './read-grant.ts';

export const addGrant: Verb = {
  usage: `add ${grantArguments}`,
  summary: 'grant a privilege on an object to a share',
  choices: grantChoices,
  changes: true,
  examples: [
    'grant add usage database flights partners',
    'grant add select table flights.airports partners',
    'grant add reference-usage database weather partners',
  ],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const { privilege, object, share, text } = await readGrant(session, input);
    const answer = await client.shares.grant({ shareId: share.id, objectId: object.id, privilege, ...mutation }, call);
    const names = new Map([
      [object.id, object.name],
      [share.id, share.name],
    ]);
    const already = answer.unchanged ? ' already; nothing was changed' : '';
    await conclude(session, answer, {
      view: grantView((id) => names.get(id) ?? id),
      thing: answer.grant,
      done: `${text} is granted to ${share.name}${already}.`,
    });
  },
};
