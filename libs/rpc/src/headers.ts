/** Correlates the log lines of one call across services, and is its request id where the request has none. */
export const requestIdHeader = 'easement-request-id';
/** Carries who calls and for whom between services. */
export const assertionHeader = 'easement-assertion';
/** `google.rpc.Status` beside the status of gRPC. */
export const statusDetailsHeader = 'grpc-status-details-bin';

/** Reads a header by its lower-case name. */
export type Headers = (name: string) => string | undefined;
