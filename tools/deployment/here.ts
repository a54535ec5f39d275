import { join } from 'node:path';
import { type ServiceName, serviceNames } from '@easement/domain';
import type { Environments, Ports } from '@easement/e2e';
import type { ComposeFile } from './compose-file.ts';

/** What a container has for itself, and processes on one machine have to share. */
export type Here = {
  /** What is `/easement` in the image. */
  readonly root: string;
  /** Takes a database for each service, in place of the MySQL server. */
  readonly stores: string;
  readonly ports: Ports;
};

/** The environment of every service in docker-compose.yml, as it has to be without containers; nothing is added. */
export function environmentsHere(compose: ComposeFile, here: Here): Environments {
  return Object.fromEntries(
    serviceNames.map((service) => {
      const environment = compose.services[service]?.environment ?? {};
      const entries = Object.entries(environment).map(([name, value]) => [name, valueHere(name, value, service, here)]);
      return [service, Object.fromEntries(entries) as Record<string, string>];
    }),
  ) as Environments;
}

function valueHere(name: string, value: string, service: ServiceName, { root, stores, ports }: Here): string {
  if (value.startsWith('/easement/')) return join(root, value.slice('/easement/'.length));
  if (name.endsWith('_HOST')) return '127.0.0.1';
  if (name.endsWith('_HTTP_PORT')) return String(ports.http);
  if (name.endsWith('_OPERATIONS_PORT')) return String(ports.operations[service]);
  if (name.endsWith('_PORT')) return String(ports.grpc[service]);
  if (name.endsWith('_DATABASE_URL')) return `sqlite:${join(stores, `${service}.db`)}`;
  if (!name.endsWith('_ADDRESS')) return value;
  const peer = serviceNames.find((one) => value.startsWith(`${one}:`));
  return peer ? `127.0.0.1:${ports.grpc[peer]}` : value;
}

/** Who a service runs as, where this process may choose. */
export function userHere(compose: ComposeFile, service: ServiceName): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [uid = Number.NaN, gid = Number.NaN] = (compose.services[service]?.user ?? '').split(':').map(Number);
  return { uid, gid };
}
