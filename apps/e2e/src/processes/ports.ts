import { type ServiceName, serviceNames } from '@easement/domain';
import { freePorts } from '../free-port.ts';

/** Where the processes of a house listen on this machine, chosen beforehand, since each is told where the others are. */
export type Ports = {
  /** Of Connect and the plain doors. */
  readonly http: number;
  readonly grpc: Readonly<Record<ServiceName, number>>;
  readonly operations: Readonly<Record<ServiceName, number>>;
};

export async function choosePorts(): Promise<Ports> {
  const free = await freePorts(1 + 2 * serviceNames.length);
  const take = (): number => free.shift() ?? 0;
  const takeEach = () => Object.fromEntries(serviceNames.map((name) => [name, take()])) as Record<ServiceName, number>;
  return { http: take(), grpc: takeEach(), operations: takeEach() };
}
