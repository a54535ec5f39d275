import { Refusal } from '@easement/domain';

const units: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 };

/** How long the caller of a Connect or gRPC-Web call waits, in milliseconds; undefined if it does not say, a refusal if it makes no sense. */
export function readTimeout(headers: Pick<Headers, 'get'>): number | undefined | Refusal {
  const connect = headers.get('connect-timeout-ms');
  if (connect !== null) return /^\d{1,10}$/.test(connect) ? Number(connect) : refusal('connect-timeout-ms', connect);
  const grpc = headers.get('grpc-timeout');
  if (grpc === null) return undefined;
  const [, amount, unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(grpc) ?? [];
  return amount === undefined ? refusal('grpc-timeout', grpc) : Math.ceil(Number(amount) * (units[unit] ?? 1));
}

function refusal(field: string, value: string): Refusal {
  return new Refusal('invalid_field', `${field} is no timeout: ${JSON.stringify(value)}`, { field });
}
