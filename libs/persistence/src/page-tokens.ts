import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Actor, Refusal } from '@easement/domain';
import { actorKey } from './actor-key.ts';
import type { PageSizes, Position } from './pages.ts';

/** What a page token belongs to: the same caller asking the same thing again, of any page size. */
export type PagedCall = {
  readonly actor: Actor;
  readonly method: string;
  readonly fingerprint: () => string;
};

export type PageTokens = {
  /** How many rows a page has. */
  readonly sizes: PageSizes;
  /** The token after which the next page begins; empty when there is none. */
  readonly sign: (call: PagedCall, next: Position | undefined) => string;
  /** The position in a token; undefined for the empty one. Refuses `bad_page_token` where `sign` gave another call's. */
  readonly read: (call: PagedCall, token: string) => Position | undefined;
};

const macBytes = 32;
const shortestKey = 32;
const usualSizes: PageSizes = { usual: 50, most: 1_000 };

/** Signs with the first key and reads tokens of them all, so that a key is rotated by putting a new one before it. */
export function pageTokens(keys: readonly Uint8Array[], sizes: PageSizes = usualSizes): PageTokens {
  const [first] = keys;
  if (first === undefined || keys.some((key) => key.length < shortestKey)) {
    throw new TypeError(`page tokens need one or more keys of at least ${shortestKey} bytes`);
  }
  return {
    sizes,
    sign: (call, next) => {
      if (next === undefined) return '';
      const text = Buffer.from(JSON.stringify(next.map(toJson)));
      return Buffer.concat([macOf(first, call, text), text]).toString('base64url');
    },
    read: (call, token) => {
      if (token === '') return undefined;
      const bytes = Buffer.from(token, 'base64url');
      const [mac, text] = [bytes.subarray(0, macBytes), bytes.subarray(macBytes)];
      const isOurs =
        mac.length === macBytes &&
        bytes.toString('base64url') === token &&
        keys.some((key) => timingSafeEqual(macOf(key, call, text), mac));
      if (!isOurs) throw badToken();
      return (JSON.parse(text.toString()) as PositionJson[]).map(fromJson);
    },
  };
}

type PositionJson = string | number | { readonly bigint: string };

function macOf(key: Uint8Array, call: PagedCall, text: Uint8Array): Buffer {
  const { organization, principal } = actorKey(call.actor);
  const binding = JSON.stringify([call.method, organization, principal, call.fingerprint()]);
  return createHmac('sha256', key).update('easement page token\0').update(binding).update('\0').update(text).digest();
}

function toJson(value: string | number | bigint): PositionJson {
  return typeof value === 'bigint' ? { bigint: value.toString() } : value;
}

function fromJson(value: PositionJson): string | number | bigint {
  return typeof value === 'object' ? BigInt(value.bigint) : value;
}

function badToken(): Refusal {
  return new Refusal(
    'bad_page_token',
    'the page token is not of this list, or the request changed since the last page; start again without a token',
  );
}
