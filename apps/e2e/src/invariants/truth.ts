/** What the databases of all services hold of one organization, as plain facts. */
export type Truth = {
  readonly projects: readonly string[];
  readonly shares: readonly ShareFact[];
  readonly links: readonly LinkFact[];
  readonly holds: readonly HoldFact[];
  readonly names: readonly NameFact[];
  readonly buckets: readonly NamedFact[];
  readonly tables: readonly NamedFact[];
  /** Projects that a service takes nothing new into. */
  readonly closed: readonly { readonly service: string; readonly project: string }[];
  /** Attempts to delete a project that have not ended. */
  readonly closings: readonly string[];
  /** Requests that were begun and never answered: whoever repeats them drives something on. */
  readonly running: readonly { readonly service: string; readonly method: string; readonly thing: string }[];
};

export type ShareFact = {
  readonly id: string;
  readonly project: string;
  readonly bucket: string;
  readonly audience: string;
  readonly targets: readonly string[];
};

export type LinkFact = {
  readonly id: string;
  readonly share: string;
  readonly project: string;
  readonly bucket: string;
  readonly name: string;
  readonly state: string;
  readonly isOutside: boolean;
  readonly removal: string | undefined;
};

export type HoldFact = { readonly holder: string; readonly object: string; readonly project: string };
export type NameFact = { readonly scope: string; readonly key: string; readonly owner: string };
/** A bucket in its project, or a table in its bucket. */
export type NamedFact = { readonly id: string; readonly scope: string; readonly name: string };

/** Whether anybody reads through the link. */
export function isLive({ state }: LinkFact): boolean {
  return state === 'active' || state === 'renaming';
}

export function liveLinksIn({ links }: Truth, project: string): LinkFact[] {
  return links.filter((link) => link.project === project && isLive(link));
}

export function isThere(things: readonly { readonly id: string }[], id: string): boolean {
  return things.some((thing) => thing.id === id);
}
