import { defaultRate, type Rate } from './rate-limit.ts';
import { configReader, type Hosting, readHosting, type Variables } from '@easement/rpc';

export type Config = {
  readonly hosting: Hosting;
  /** The port of Connect, gRPC-Web and the plain doors. */
  readonly httpPort: number;
  readonly rate: Rate;
  /** The origins that browsers may call from; none unless configured. */
  readonly allowedOrigins: readonly string[];
};

/** Reads the whole configuration, and reports every problem at once. */
export function readConfig(variables: Variables): Config {
  const reader = configReader(variables);
  return reader.finish({
    hosting: readHosting(reader, 'gateway', ['identity', 'catalog', 'sharing', 'query']),
    httpPort: reader.port('EASEMENT_GATEWAY_HTTP_PORT'),
    rate: {
      perSecond: reader.integer(
        'EASEMENT_GATEWAY_REQUESTS_PER_SECOND',
        { min: 1, max: 1_000_000 },
        defaultRate.perSecond,
      ),
      burst: reader.integer('EASEMENT_GATEWAY_REQUEST_BURST', { min: 1, max: 1_000_000 }, defaultRate.burst),
    },
    allowedOrigins: reader.parsed('EASEMENT_GATEWAY_ALLOWED_ORIGINS', readOrigins, []),
  });
}

function readOrigins(text: string): readonly string[] {
  const origins = text.split(',').map((origin) => origin.trim());
  for (const origin of origins) {
    if (!isOrigin(origin)) throw new Error(`${JSON.stringify(origin)} is not an origin such as https://example.com`);
  }
  return origins;
}

/** As browsers send it: scheme, host and port, and nothing more. */
function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
