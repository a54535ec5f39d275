import { type JsonObject, toJson } from '@bufbuild/protobuf';
import { type Grant, GrantSchema, type Share, ShareKind } from '@easement/contracts';
import type { Verb } from '../../command.ts';
import { grantNames, listGrants } from '../../find/grants.ts';
import { projectNames } from '../../find/projects.ts';
import { findShare } from '../../find/shares.ts';
import type { View } from '../../output/view.ts';
import { grantView } from '../grant/grant-view.ts';
import { shareView } from '../share-view.ts';

type SharedGrants = { readonly share: Share; readonly grants: readonly Grant[] };

export const showShare: Verb = {
  usage: 'show <share>',
  alias: 'describe',
  summary: 'show a share: on which terms, to whom, and what is granted to it',
  run: async (session, input) => {
    const { print } = session;
    const [share, nameOf] = await Promise.all([findShare(session, input.argument('share')), projectNames(session)]);
    if (share.kind !== ShareKind.GRANTS) return await print.one(shareView(nameOf), share);
    const grants = await listGrants(session, { case: 'shareId', value: share.id });
    await print.one(withGrants(shareView(nameOf)), { share, grants });
    if (print.format !== 'table') return;
    if (grants.length > 0) await print.write('\n');
    await print.list(grantView(await grantNames(session, grants)), grants, 'Nothing is granted.');
  },
};

/** One document for programs: the share as it is, and beside its fields what is granted. */
function withGrants({ columns, json }: View<Share>): View<SharedGrants> {
  return {
    columns: columns.map(([title, cell]) => [title, ({ share }) => cell(share)]),
    json: ({ share, grants }) => ({
      ...(json(share) as JsonObject),
      granted: grants.map((grant) => toJson(GrantSchema, grant, { alwaysEmitImplicit: true })),
    }),
  };
}
