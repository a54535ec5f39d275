import { Metadata, type ServiceError } from '@grpc/grpc-js';
import type { Code } from '@easement/contracts';
import { bufferOf } from './grpc-definition.ts';
import { statusDetailsHeader } from './headers.ts';
import { decodeStatus, encodeStatus, RpcError } from './rpc-error.ts';

/** The failure as grpc-js sends it, with `google.rpc.Status` in the trailers. */
export function toServiceError(error: RpcError): ServiceError {
  const metadata = new Metadata();
  metadata.set(statusDetailsHeader, bufferOf(encodeStatus(error)));
  return Object.assign(new Error(error.message), { code: error.code, details: error.message, metadata });
}

/** The failure as grpc-js received it. Transports encode `grpc-message` differently: the details hold the true text. */
export function fromStatus(code: Code, details: string, metadata: Metadata | undefined): RpcError {
  const [bytes] = metadata?.get(statusDetailsHeader) ?? [];
  return Buffer.isBuffer(bytes) ? decodeStatus(bytes) : new RpcError(code, details);
}
