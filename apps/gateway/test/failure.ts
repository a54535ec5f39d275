import type { JsonValue } from '@bufbuild/protobuf';
import { type Any, anyUnpack } from '@bufbuild/protobuf/wkt';
import { fromBinary } from '@bufbuild/protobuf';
import { ConnectError } from '@connectrpc/connect';
import { errorFromJson } from '@connectrpc/connect/protocol-connect';
import {
  BadRequestSchema,
  Code,
  ErrorInfoSchema,
  PreconditionFailureSchema,
  ResourceInfoSchema,
  StatusSchema,
} from '@easement/contracts';
import { Metadata } from '@grpc/grpc-js';

/** A failure as a caller sees it, whatever it came over. */
export type Failure = {
  readonly code: Code;
  readonly message: string;
  readonly reason: string;
  readonly facts: Readonly<Record<string, string>>;
  /** The fields that are named as wrong. */
  readonly fields: readonly string[];
  /** The types of all details, in order. */
  readonly details: readonly string[];
};

/** Runs `work`, which must fail, and tells how. */
export async function failureOf(work: Promise<unknown> | AsyncIterable<unknown>): Promise<Failure> {
  try {
    if (Symbol.asyncIterator in work) for await (const _ of work);
    else await work;
  } catch (thrown) {
    return toFailure(thrown);
  }
  throw new Error('the call was answered, though it must fail');
}

/** The failure that a plain door answered. */
export function failureIn(body: string): Failure {
  return toFailure(errorFromJson(JSON.parse(body) as JsonValue, undefined, new ConnectError('no error body')));
}

function toFailure(thrown: unknown): Failure {
  if (thrown instanceof ConnectError) return fromConnect(thrown);
  if (thrown instanceof Error && 'metadata' in thrown && thrown.metadata instanceof Metadata) {
    const [bytes] = thrown.metadata.get('grpc-status-details-bin');
    if (Buffer.isBuffer(bytes)) return fromStatus(bytes);
    const { code, details } = thrown as Error & { code?: Code; details?: string };
    return failure(code ?? Code.UNKNOWN, details ?? '', [], [], []);
  }
  throw thrown;
}

function fromConnect(error: ConnectError): Failure {
  const details = error.details.map((detail) => ('desc' in detail ? detail.desc.typeName : detail.type));
  const [info] = error.findDetails(ErrorInfoSchema);
  const bad = error.findDetails(BadRequestSchema);
  return failure(error.code as number as Code, error.rawMessage, info ? [info] : [], bad, details);
}

function fromStatus(bytes: Uint8Array): Failure {
  const { code, message, details } = fromBinary(StatusSchema, bytes);
  const infos = details.flatMap((detail) => anyUnpack(detail, ErrorInfoSchema) ?? []);
  const bad = details.flatMap((detail) => anyUnpack(detail, BadRequestSchema) ?? []);
  return failure(code as Code, message, infos, bad, details.map(typeNameOf));
}

function failure(
  code: Code,
  message: string,
  [info]: readonly { reason: string; metadata: Record<string, string> }[],
  bad: readonly { fieldViolations: readonly { field: string }[] }[],
  details: readonly string[],
): Failure {
  const fields = bad.flatMap(({ fieldViolations }) => fieldViolations.map(({ field }) => field));
  return { code, message, reason: info?.reason ?? '', facts: { ...info?.metadata }, fields, details };
}

function typeNameOf({ typeUrl }: Any): string {
  return typeUrl.slice(typeUrl.lastIndexOf('/') + 1);
}

export const detailNames = {
  info: ErrorInfoSchema.typeName,
  badRequest: BadRequestSchema.typeName,
  resource: ResourceInfoSchema.typeName,
  precondition: PreconditionFailureSchema.typeName,
};
