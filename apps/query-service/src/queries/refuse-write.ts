import { assertMayWrite, parseId, type ProjectId } from '@easement/domain';
import { type Call, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { refuseAt } from '@easement/sql';
import type { Statement, WriteTarget } from '../engine/sql/statement.ts';

type Write = Extract<Statement, { kind: 'write' }>;

/** What comes in by a link is read-only, and that is said first; that the statement is not built comes after. */
export async function refuseWrite(
  { resolver, standings }: Pick<Deps, 'resolver' | 'standings'>,
  call: Call,
  project: ProjectId,
  { text, verb, target }: Write & { readonly text: string },
): Promise<never> {
  const bucket = bucketOf(target);
  if (bucket !== undefined) {
    const [named] = await resolver.buckets(call, project, [bucket]);
    if (named?.linkId) {
      const standing = await standings.one(call, principalOf(call).principal, project);
      const written = { kind: target.object, id: target.name?.parts.join('.') ?? bucket };
      assertMayWrite(standing, { kind: 'linked', link: parseId('link', named.linkId) }, written);
    }
  }
  const message = `${verb} is not supported; load files with LoadTable, and change tables with TableService`;
  throw refuseAt('statement_not_supported', message, text, 0, { what: verb });
}

/** The bucket that a statement would write into, or the one that it is about, if it names any. */
export function bucketOf({ object, name }: WriteTarget): string | undefined {
  const parts = name?.parts ?? [];
  switch (object) {
    case 'bucket':
      return parts.length === 1 ? parts[0] : undefined;
    case 'table':
    case 'view':
    case 'function':
      return parts.length === 2 ? parts[0] : undefined;
    case 'share':
    case 'other':
      return undefined;
  }
}
