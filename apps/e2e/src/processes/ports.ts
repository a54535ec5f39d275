import { type ServiceName, serviceNames } from '@easement/domain';
import { freePorts } from '../free-port.ts';

/** Where the processes of a house listen on this machine, chosen beforehand, since each is told where the others are. */
export type Ports = {
  /** Of Connect and the plain doors. */
  readonly http: number;
  readonly grpc: Readonly<Record<ServiceName, number>>;
  readonly operations: Readonly<Record<ServiceName, number>>;
};

const portsOfHouse = 1 + 2 * serviceNames.length;

export async function choosePorts(): Promise<Ports> {
  return toPorts(await freePorts(portsOfHouse));
}

/** Ports of two houses that run at the same time. */
export async function choosePortsOfTwo(): Promise<readonly [Ports, Ports]> {
  const free = await freePorts(2 * portsOfHouse);
  return [toPorts(free.slice(0, portsOfHouse)), toPorts(free.slice(portsOfHouse))];
}

function toPorts(free: readonly number[]): Ports {
  const left = [...free];
  const take = (): number => left.shift() ?? 0;
  const takeEach = () => Object.fromEntries(serviceNames.map((name) => [name, take()])) as Record<ServiceName, number>;
  return { http: take(), grpc: takeEach(), operations: takeEach() };
}
