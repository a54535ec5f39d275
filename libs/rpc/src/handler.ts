import type {
  DescMethodClientStreaming,
  DescMethodServerStreaming,
  DescMethodUnary,
  DescService,
  MessageInitShape,
  MessageShape,
} from '@bufbuild/protobuf';
import type { Actor, ServiceName } from '@easement/domain';

/** What a handler may know of the call it answers. Knows no transport. */
export type Call = {
  readonly actor: Actor;
  /** `easement.sharing.v1.ShareService/CreateShare`. */
  readonly method: string;
  /** The request's `request_id`, else the caller's header, else made here. The key of repeats, and of the log line. */
  readonly requestId: string;
  /** Whether the request asks for the check and its impact alone. */
  readonly validateOnly: boolean;
  /** SHA-256, in hex, of the request without `request_id`, `page_size` and `page_token`: what a repeat or a page must match. */
  readonly fingerprint: () => string;
  /** The answer's bytes, as a record of repeats keeps them. */
  readonly encodeAnswer: (answer: object) => Uint8Array;
  readonly decodeAnswer: (bytes: Uint8Array) => object;
  /** Aborts when the caller goes away or the deadline passes. */
  readonly signal: AbortSignal;
  /** When the deadline passes, in milliseconds since the epoch. Always set: a default stands in, and a cap holds. */
  readonly deadline: number;
  /** Kept by `Database`: a peer call, or a second transaction, while one is open is a fault. */
  readonly lane: { inTransaction: boolean };
};

/** A function from request to answer. `serveGrpc`, `mountConnect` and `localPeer` serve the same ones. */
export type Handler<Method> =
  Method extends DescMethodUnary<infer I, infer O>
    ? (request: MessageShape<I>, call: Call) => Promise<MessageInitShape<O>>
    : Method extends DescMethodServerStreaming<infer I, infer O>
      ? (request: MessageShape<I>, call: Call) => AsyncIterable<MessageInitShape<O>>
      : Method extends DescMethodClientStreaming<infer I, infer O>
        ? (requests: AsyncIterable<MessageShape<I>>, call: Call) => Promise<MessageInitShape<O>>
        : never;

export type Handlers<S extends DescService> = { readonly [K in keyof S['method']]: Handler<S['method'][K]> };

/** What one RPC needs beyond the rules that hold for all. */
export type MethodRules = {
  /** Longest deadline, and the one where the caller gives none. Loads and exports: an hour. */
  readonly timeoutMs?: number;
  /** A stream that only ends when somebody leaves: it is ended at once when the server stops. */
  readonly endless?: boolean;
};

export type Rules<S extends DescService> = { readonly [K in keyof S['method']]?: MethodRules };

export type Routes = readonly {
  readonly desc: DescService;
  readonly handlers: Readonly<Record<string, unknown>>;
  readonly rules: Readonly<Record<string, MethodRules | undefined>>;
  /** The services that may call an internal one; absent where people and other backends call. */
  readonly callers?: readonly ServiceName[];
}[];

/** Pairs a service with its handlers; a missing RPC does not compile. Open to whoever proves who acts. */
export function service<S extends DescService>(desc: S, handlers: Handlers<S>, rules: Rules<S> = {}): Routes[number] {
  return { desc, handlers, rules };
}

/** Pairs an internal service with its handlers. Only `callers` may call, each as itself: an assertion for a person opens none of it. */
export function internal<S extends DescService>(
  desc: S,
  handlers: Handlers<S>,
  callers: readonly ServiceName[],
  rules: Rules<S> = {},
): Routes[number] {
  return { desc, handlers, rules, callers };
}
