import { linkIsReadOnly, type ProjectId } from '@easement/domain';
import type { Call } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { refuseAt } from '../engine/sql/place.ts';
import type { Statement } from '../engine/sql/statement.ts';

/** What comes in by a link is read-only, and that is said first; that the statement is not built comes after. */
export async function refusalOfWrite(
  { resolver }: Pick<Deps, 'resolver'>,
  call: Call,
  project: ProjectId,
  text: string,
  { verb, target }: Extract<Statement, { kind: 'write' }>,
): Promise<Error> {
  const bucket = target.name?.parts[0];
  if (bucket !== undefined && target.name) {
    const [named] = await resolver.buckets(call, project, [bucket]);
    if (named?.linkId) return linkIsReadOnly(named.linkId, target.name.parts.join('.'));
  }
  const message = `${verb} is not supported; load files with LoadTable, and change tables with TableService`;
  return refuseAt('statement_not_supported', message, text, 0, { what: verb });
}
