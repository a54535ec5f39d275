import { join } from 'node:path';
import { buildCatalog, readConfig as readCatalog } from '@easement/catalog-service';
import { readConfig as readGateway, startService as startGateway } from '@easement/gateway';
import { buildIdentity, readConfig as readIdentity } from '@easement/identity-service';
import { buildQuery, readConfig as readQuery } from '@easement/query-service';
import { type Built, type Hosted, hostService } from '@easement/rpc';
import { buildSharing, readConfig as readSharing } from '@easement/sharing-service';
import type { ServiceName } from '@easement/domain';
import type { Environment } from '../processes/environments.ts';
import { watchRoutes } from './watch-routes.ts';

/** Where a spec reaches into a service; what is not set here is as in production. */
export type Seams = {
  readonly pass: (point: string) => Promise<void>;
  readonly now: () => Date;
};

/** Specs wait for sweepers, which in production have time. */
const sweepSeconds = 0.25;
const workerEntry = 'apps/query-service/src/engine/worker/worker-main.ts';

/** Starts a service as its `main.ts` does, but with the seams that its build function has for tests. */
export async function startSeamed(
  service: ServiceName,
  environment: Environment,
  root: string,
  { pass, now }: Seams,
): Promise<Hosted> {
  const watched = async (building: Promise<Built>): Promise<Built> => {
    const built = await building;
    return { ...built, routes: watchRoutes(built.routes, pass) };
  };
  switch (service) {
    case 'identity': {
      const config = readIdentity(environment);
      const seams = { now, stepped: pass, sweepEveryMs: sweepSeconds * 1000 };
      return await hostService(service, config, (site) => watched(buildIdentity(site, config, seams)));
    }
    case 'catalog': {
      const config = { ...readCatalog(environment), sweepSeconds };
      return await hostService(service, config, (site) => watched(buildCatalog(site, config, { now })));
    }
    case 'sharing': {
      const config = { ...readSharing(environment), sweepSeconds };
      return await hostService(service, config, (site) => watched(buildSharing(site, config, { now, reached: pass })));
    }
    case 'query': {
      const config = readQuery(environment, join(root, workerEntry));
      return await hostService(service, config.hosting, (site) => watched(buildQuery(site, config)));
    }
    case 'gateway':
      return await startGateway(readGateway(environment));
  }
}
