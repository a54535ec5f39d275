import {
  type Authenticator,
  type Built,
  type Hosted,
  hostService,
  type Limits,
  mountConnect,
  serveHttp,
  type Site,
} from '@easement/rpc';
import { authentication } from './authenticate.ts';
import type { Config } from './config.ts';
import { setCarefulHeaders } from './doors/careful-headers.ts';
import { answerCors } from './doors/cors.ts';
import { plainDoors } from './doors/doors.ts';
import { defaultRate, type Rate, rateLimit } from './rate-limit.ts';
import { routes } from './routes.ts';

/** The one door for people and other backends. */
export type Gateway = Hosted & {
  /** Where Connect, gRPC-Web and the plain doors are: `http://host:port`. */
  readonly httpAddress: string;
};

export async function startService(config: Config): Promise<Gateway> {
  let httpAddress = '';
  const hosted = await hostService('gateway', config.hosting, async (site) => {
    const gateway = await buildGateway(site, { ...config, ...config.hosting });
    ({ httpAddress } = gateway);
    return gateway;
  });
  return { ...hosted, httpAddress };
}

export type GatewayOptions = Pick<Config, 'httpPort' | 'allowedOrigins'> & {
  readonly host: string;
  readonly limits?: Partial<Limits>;
  readonly rate?: Rate;
};

/** Opens the HTTP port, and answers what the gRPC port serves: the same handlers, the same proof of who asks. */
export async function buildGateway(
  { dial, log, metrics, own }: Site,
  { host, httpPort, allowedOrigins, limits = {}, rate = defaultRate }: GatewayOptions,
): Promise<Built & { readonly authenticate: Authenticator; readonly httpAddress: string }> {
  const { authenticate, recheck } = authentication(
    dial,
    rateLimit(rate, () => performance.now()),
  );
  const served = routes({ dial, recheck });
  const connect = mountConnect({ service: 'gateway', routes: served, authenticate, log, metrics, limits });
  const doors = plainDoors(connect, log);
  const http = own.use(
    await serveHttp({
      host,
      port: httpPort,
      connect,
      prepare: (request, response) => {
        setCarefulHeaders(response);
        return answerCors(allowedOrigins, request, response);
      },
      fallback: doors,
    }),
  );
  log.info({ address: http.address }, 'serving HTTP');
  return { routes: served, authenticate, ready: () => true, httpAddress: http.address };
}
