import type { ConnectMount, HttpRequest, HttpResponse, PlainCaller } from '@easement/rpc';

/** One request at a plain door. */
export type Visit = {
  readonly pipeline: ConnectMount['pipeline'];
  readonly url: URL;
  /** The id in the path; empty where it has none. */
  readonly tableId: string;
  readonly caller: PlainCaller;
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  readonly report: (fault: unknown) => void;
};

/** Answers a visit, or throws before it has written anything. */
export type Door = (visit: Visit) => Promise<void>;
