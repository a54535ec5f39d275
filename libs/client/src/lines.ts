import type { Connection } from './connection.ts';
import type { ServiceClients } from './services.ts';
import type { CallPolicy } from './steady-transport.ts';

/** What the helpers that are more than one generated call reach for. */
export type Lines = {
  readonly baseUrl: string;
  readonly connection: Connection;
  readonly clients: ServiceClients;
  readonly policy: CallPolicy;
};
