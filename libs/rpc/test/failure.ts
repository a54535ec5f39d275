import { ConnectError } from '@connectrpc/connect';
import { BadRequestSchema, Code, ErrorInfoSchema } from '@easement/contracts';
import { Refusal } from '@easement/domain';
import { codes, RpcError } from '../src/index.ts';

/** A failure as every client sees it, whatever it came over. */
export type Failure = {
  readonly code: Code;
  readonly reason: string;
  readonly message: string;
  readonly facts: object;
};

/** Runs `work`, which must fail, and tells how. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  try {
    await work;
  } catch (thrown) {
    return toFailure(thrown);
  }
  throw new Error('the call was answered, though it must fail');
}

function toFailure(thrown: unknown): Failure {
  if (thrown instanceof Refusal) {
    const { reason, message, facts } = thrown;
    return { code: codes[reason], reason: reason.toUpperCase(), message, facts };
  }
  if (thrown instanceof RpcError) return { code: thrown.code, reason: '', message: thrown.message, facts: {} };
  if (thrown instanceof ConnectError) {
    const [info] = thrown.findDetails(ErrorInfoSchema);
    const code = thrown.code as number as Code;
    return { code, reason: info?.reason ?? '', message: thrown.rawMessage, facts: info?.metadata ?? {} };
  }
  if (thrown instanceof Error) return { code: Code.INTERNAL, reason: '', message: thrown.message, facts: {} };
  throw thrown;
}

/** The fields that a failure over Connect or gRPC-Web names as wrong. */
export function badFieldsOf(thrown: unknown): string[] {
  if (!(thrown instanceof ConnectError)) return [];
  return thrown.findDetails(BadRequestSchema).flatMap((bad) => bad.fieldViolations.map(({ field }) => field));
}
