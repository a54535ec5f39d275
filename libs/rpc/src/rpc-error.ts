import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { type Any, anyUnpack } from '@bufbuild/protobuf/wkt';
import { type Code, ErrorInfoSchema, type ErrorInfo, StatusSchema } from '@easement/contracts';

/** What goes over the wire when a call fails: `google.rpc.Status`, whatever the transport. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: Code;
  readonly details: readonly Any[];

  constructor(code: Code, message: string, details: readonly Any[] = []) {
    // Half a surrogate pair cannot be sent: grpc-js, which encodes the message as a URI, would throw.
    super(message.toWellFormed());
    this.code = code;
    this.details = details;
  }
}

/** The value of `grpc-status-details-bin`. */
export function encodeStatus({ code, message, details }: RpcError): Uint8Array {
  return toBinary(StatusSchema, create(StatusSchema, { code, message, details: [...details] }));
}

export function decodeStatus(bytes: Uint8Array): RpcError {
  const { code, message, details } = fromBinary(StatusSchema, bytes);
  return new RpcError(code as Code, message, details);
}

/** Why it failed, for programs; absent if Easement did not say so (a fault, a deadline, a proxy on the way). */
export function errorInfoOf({ details }: RpcError): ErrorInfo | undefined {
  for (const detail of details) {
    const info = anyUnpack(detail, ErrorInfoSchema);
    if (info?.domain === 'easement') return info;
  }
  return undefined;
}
