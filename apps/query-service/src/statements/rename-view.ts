import type { SqlStatement } from '@easement/sql';
import type { Deps } from '../deps.ts';
import { acting, type Here } from './here.ts';
import { getOwnObject, orUnknown } from './object.ts';
import { done, type Outcome } from './outcome.ts';
import { newNameIn } from './tables.ts';

type Rename = Extract<SqlStatement, { kind: 'rename_table' | 'rename_view' }>;

/** What reads the view keeps it by its id, and a grant of it shows it under the new name. It may miss what it reads itself. */
export async function renameView(deps: Deps, here: Here, { name, to, ifExists }: Rename): Promise<Outcome> {
  const written = name.parts.join('.');
  const object = await orUnknown(ifExists, () => getOwnObject(deps, here, name, 'view'));
  if (!object) return done(`there is no view ${written}`);
  const last = newNameIn(here, name, to);
  const updateMask = { paths: ['name'] };
  const request = { viewId: object.view.viewId, name: last, updateMask, validateOnly: here.validateOnly };
  await deps.statementPeers.views.updateView(request, acting(here, 'rename view'));
  return done(`view ${written} is called ${last}`);
}
