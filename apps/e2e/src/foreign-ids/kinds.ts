import { randomUUID } from 'node:crypto';
import { newId } from '@easement/domain';

/** What can stand for one thing in a request. */
export const kinds = [
  'organization',
  'project',
  'user',
  'service_account',
  'email',
  'token',
  'bucket',
  'table',
  'view',
  'function',
  'column',
  'share',
  'link',
  'query',
] as const;
export type Kind = (typeof kinds)[number];

/** One thing of every kind. */
export type Things = Readonly<Record<Kind, string>>;

/** What is as well formed as what stands for a thing, and never stood for any. */
export function neverIssued(kind: Kind): string {
  switch (kind) {
    case 'email':
      return emailOf('nobody', 'acme.example');
    case 'query':
      return randomUUID();
    case 'organization':
    case 'project':
    case 'user':
    case 'service_account':
    case 'token':
    case 'bucket':
    case 'table':
    case 'view':
    case 'function':
    case 'column':
    case 'share':
    case 'link':
      return newId(kind);
  }
}

/** Addresses of equal length, where `who` and `host` are, so that answers may be compared byte by byte. */
export function emailOf(who: string, host: string): string {
  return `${who}@${host}`;
}
