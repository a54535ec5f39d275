import { Code, type Client, EasementError } from '@easement/client';
import { type Act, type EtagChoice, isMutation, type Look, type Mutation } from '../act.ts';
import type { Answer, System } from '../answer.ts';
import type { Ids } from './ids.ts';
import { looks } from './perform-look.ts';
import { mutations } from './perform-mutation.ts';
import type { Hands, Terms } from './shows.ts';
import { createViews } from './views.ts';

export type RealDeps = {
  readonly ids: Ids;
  /** A client that is signed in as this person. */
  readonly clientOf: (handle: string) => Client;
  /** Who sees everything of the organization, and is never the subject of a command. */
  readonly keeper: () => Client;
};

/** The product, asked over the wire as people ask it. */
export function realSystem({ ids, clientOf, keeper }: RealDeps): System {
  const etags = new Map<string, string>();
  const saw = (handle: string, etag: string): void => {
    if (!etags.has(handle)) etags.set(handle, etag);
  };
  const views = createViews(ids, saw);
  const answered = new Map<string, string>();
  return {
    ask: async (ask) => {
      const { act, requestId, validateOnly } = ask;
      // A repeat of what was answered is the same request, down to the etag. What was refused is asked anew.
      const key = JSON.stringify([ask.caller, act, requestId, ask.etag]);
      const first = answered.get(key);
      const etag = first ?? (await readEtag({ client: keeper(), ids, views }, act, ask.etag, etags));
      const hands: Hands = { client: clientOf(ask.caller), ids, views };
      try {
        const seen = await (isMutation(act) ? mutate(hands, act, { requestId, validateOnly, etag }) : look(hands, act));
        answered.set(key, etag);
        return { ok: true, seen };
      } catch (error) {
        return toRefusal(ids, error);
      }
    },
  };
}

function mutate<K extends Mutation['kind']>(hands: Hands, act: Extract<Mutation, { kind: K }>, terms: Terms) {
  const perform: (hands: Hands, act: Extract<Mutation, { kind: K }>, terms: Terms) => Promise<unknown> =
    mutations[act.kind];
  return perform(hands, act, terms);
}

function look<K extends Look['kind']>(hands: Hands, act: Extract<Look, { kind: K }>) {
  const perform: (hands: Hands, act: Extract<Look, { kind: K }>) => Promise<unknown> = looks[act.kind];
  return perform(hands, act);
}

function toRefusal(ids: Ids, error: unknown): Answer {
  if (!(error instanceof EasementError)) throw error;
  const facts = Object.entries(error.facts).map(([key, fact]) => [key, ids.read(fact)]);
  const reason = error.reason ?? `no reason: ${error.message}`;
  return { ok: false, code: Code[error.code], reason, facts: Object.fromEntries(facts) as Record<string, string> };
}

/** The etag that the thing has now, or the first that was ever seen of it. */
async function readEtag(hands: Hands, act: Act, choice: EtagChoice, first: ReadonlyMap<string, string>) {
  if (choice === 'none') return '';
  const handle = subjectOf(act);
  const stale = first.get(handle);
  if (choice === 'stale' && stale !== undefined) return stale;
  if (!hands.ids.has(handle)) return 'none-such';
  return await presentEtag(hands, handle).catch(() => 'none-such');
}

function subjectOf(act: Act): string {
  if ('share' in act) return act.share;
  if ('link' in act) return act.link;
  if ('table' in act) return act.table;
  return 'bucket' in act ? act.bucket : '';
}

async function presentEtag({ client, ids }: Hands, handle: string): Promise<string> {
  const [kind = ''] = handle.split(' ');
  switch (kind) {
    case 'share':
      return (await client.shares.getShare({ shareId: ids.idOf(handle, 'share') })).share?.etag ?? '';
    case 'link':
      return (await client.links.getLink({ linkId: ids.idOf(handle, 'link') })).link?.etag ?? '';
    case 'table':
      return (await client.tables.getTable({ tableId: ids.idOf(handle, 'table') })).table?.etag ?? '';
    default:
      return (await client.buckets.getBucket({ bucketId: ids.idOf(handle, 'bucket') })).bucket?.etag ?? '';
  }
}
