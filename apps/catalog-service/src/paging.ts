import { pageSize, type PageTokens, type Position } from '@easement/persistence';
import type { Call } from '@easement/rpc';

const sizes = { default: 50, max: 1000 };

/** Reads what a list asks for, or refuses `bad_page_token`. */
export function pageOf(
  tokens: PageTokens,
  call: Pick<Call, 'actor' | 'method' | 'fingerprint'>,
  request: { readonly pageSize: number; readonly pageToken: string },
): { readonly size: number; readonly after: Position | undefined } {
  return { size: pageSize(request.pageSize, sizes), after: tokens.read(call, request.pageToken) };
}
