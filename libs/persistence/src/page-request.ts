import type { PagedCall, PageTokens } from './page-tokens.ts';
import { pageSize, type Position } from './pages.ts';

/** The page that a list request asks for. Refuses `invalid_field`, and `bad_page_token` where the token is not this list's. */
export function pageOf(
  pages: PageTokens,
  call: PagedCall,
  request: { readonly pageSize: number; readonly pageToken: string },
): { readonly size: number; readonly after: Position | undefined } {
  return { size: pageSize(request.pageSize, pages.sizes), after: pages.read(call, request.pageToken) };
}
