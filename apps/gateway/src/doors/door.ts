import type { ConnectMount, HttpRequest, HttpResponse, PlainCaller, Report } from '@easement/rpc';

/** One request at a plain door. */
export type Visit = {
  readonly pipeline: ConnectMount['pipeline'];
  /** What stands behind the path, undecided yet whether it makes sense. */
  readonly query: URLSearchParams;
  /** The id in the path; empty where it has none. */
  readonly tableId: string;
  readonly caller: PlainCaller;
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  readonly report: Report;
};

/** Answers a visit, or throws before it has written anything. */
export type Door = (visit: Visit) => Promise<void>;
