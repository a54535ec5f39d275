import type { Noun } from '../command.ts';
import { addGrant } from './grant/add-grant.ts';
import { listGrantsOf } from './grant/list-grants.ts';
import { revokeGrant } from './grant/revoke-grant.ts';

export const grant: Noun = {
  name: 'grant',
  summary: 'what shares of granted objects hold',
  verbs: [addGrant, revokeGrant, listGrantsOf],
};
