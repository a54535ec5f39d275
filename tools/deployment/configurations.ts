import { readConfig as readCatalog } from '@easement/catalog-service';
import type { ServiceName } from '@easement/domain';
import { readConfig as readGateway } from '@easement/gateway';
import { readConfig as readIdentity } from '@easement/identity-service';
import { readConfig as readQuery } from '@easement/query-service';
import type { Variables } from '@easement/rpc';
import { readConfig as readSharing } from '@easement/sharing-service';

/** How each service reads its configuration, as its `main.ts` does. */
export const configurations: Readonly<Record<ServiceName, (variables: Variables) => object>> = {
  identity: readIdentity,
  catalog: readCatalog,
  sharing: readSharing,
  query: (variables) => readQuery(variables, 'worker-main.ts'),
  gateway: readGateway,
};

/** Every variable that a service looks at, whatever it makes of it. */
export function variablesOf(service: ServiceName): ReadonlySet<string> {
  const names = new Set<string>();
  const recording = new Proxy<Variables>(
    {},
    {
      get: (_, name) => {
        if (typeof name === 'string') names.add(name);
        return undefined;
      },
    },
  );
  try {
    configurations[service](recording);
  } catch {
    // Nothing is set, so it complains, but of everything at once.
  }
  return names;
}
