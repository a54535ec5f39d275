import type { Transport } from '@connectrpc/connect';
import type { Put } from './put.ts';

/** The way to one gateway. */
export type Connection = {
  readonly transport: Transport;
  /** How a file goes up where requests cannot stream; absent where they can. */
  readonly put?: Put;
  /** Lets go of what is open; calls under way break. */
  readonly close: () => void;
};

export type ConnectionOptions = {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly httpVersion?: '1.1' | '2' | undefined;
};

/** What Node and browsers do differently. `#platform` is one of the two. */
export type Platform = {
  readonly connect: (options: ConnectionOptions) => Connection;
};
