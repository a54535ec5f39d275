import type { DescMethod } from '@bufbuild/protobuf';
import type { MethodDefinition } from '@grpc/grpc-js';

/** The path of an RPC in HTTP/2: `/easement.sharing.v1.ShareService/CreateShare`. */
export function grpcPath({ parent, name }: DescMethod): string {
  return `/${parent.typeName}/${name}`;
}

/**
 * What grpc-js needs to know of an RPC. Messages stay bytes here: we read and write them ourselves, so that a malformed
 * or oversized one is refused by us, with a reason, and only after the caller is known.
 */
export function grpcDefinition(method: DescMethod): MethodDefinition<Buffer, Buffer> {
  return {
    path: grpcPath(method),
    requestStream: method.methodKind === 'client_streaming' || method.methodKind === 'bidi_streaming',
    responseStream: method.methodKind === 'server_streaming' || method.methodKind === 'bidi_streaming',
    requestSerialize: identity,
    requestDeserialize: identity,
    responseSerialize: identity,
    responseDeserialize: identity,
  };
}

/** The same memory as a Buffer, without a copy. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function identity(bytes: Buffer): Buffer {
  return bytes;
}
