import { pageOf } from '@easement/persistence';
import type { HoldService } from '@easement/contracts';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { namesOf } from '../names/name-store.ts';
import { toHoldMessage } from './hold-message.ts';
import { pageOfHolds } from './hold-store.ts';

export function listHolds({ db, tokens }: Deps): Handler<typeof HoldService.method.listHolds> {
  return async (request, call) => {
    const organization = organizationOf(call);
    const page = { ...pageOf(tokens, call, request), withReleased: request.includeReleased };
    return await db.read(call, async (tx) => {
      const { rows, next } = await pageOfHolds(tx, organization, page);
      const holders = rows.map(({ holder_id }) => holder_id);
      const names = await namesOf(tx, organization, holders);
      const holds = rows.map((row) => toHoldMessage(row, names.get(row.holder_id) ?? ''));
      return { holds, nextPageToken: tokens.sign(call, next) };
    });
  };
}
