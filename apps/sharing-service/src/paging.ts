import { pageSize, type Position } from '@easement/persistence';
import type { Call } from '@easement/rpc';
import type { Deps } from './deps.ts';

const sizes = { default: 50, max: 1_000 };

/** The page that a list asks for. Refuses `bad_page_token` where the token is not this list's. */
export function pageOf(
  { pages }: Pick<Deps, 'pages'>,
  call: Call,
  request: { readonly pageSize: number; readonly pageToken: string },
): { readonly size: number; readonly after: Position | undefined } {
  return { size: pageSize(request.pageSize, sizes), after: pages.read(call, request.pageToken) };
}
