import { parseArgs } from 'node:util';
import { resolve } from 'node:path';

export type Options = {
  /** Everything that lasts: databases, rows, keys, tokens. */
  readonly dataFolder: string;
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly operationsPort: number;
  /** Delete the data folder first. */
  readonly reset: boolean;
  /** Leave the sample organization out. */
  readonly empty: boolean;
  readonly logLevel: string;
};

export const usage = `npm start [-- options]

Runs Easement in one process on embedded stores, with a sample organization, for this machine alone.

  --data-folder PATH     what lasts (default .easement)
  --http-port N          Connect, gRPC-Web and plain HTTP (default 8080; 0 takes any free port)
  --grpc-port N          gRPC (default 8081)
  --operations-port N    /livez, /readyz, /metrics (default 8082)
  --reset                delete the data folder and start over
  --empty                leave the sample organization out
  --log-level LEVEL      debug, info, warn, error or silent (default warn)
  --help                 this text`;

/** Reads the command line; answers a text to print instead where it asks for help, and throws on what makes no sense. */
export function readOptions(argv: readonly string[]): Options | { readonly help: string } {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      'data-folder': { type: 'string', default: '.easement' },
      'http-port': { type: 'string', default: '8080' },
      'grpc-port': { type: 'string', default: '8081' },
      'operations-port': { type: 'string', default: '8082' },
      'log-level': { type: 'string', default: 'warn' },
      reset: { type: 'boolean', default: false },
      empty: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return { help: usage };
  return {
    dataFolder: resolve(values['data-folder']),
    httpPort: readPort('--http-port', values['http-port']),
    grpcPort: readPort('--grpc-port', values['grpc-port']),
    operationsPort: readPort('--operations-port', values['operations-port']),
    reset: values.reset,
    empty: values.empty,
    logLevel: readLevel(values['log-level']),
  };
}

const levels = ['debug', 'info', 'warn', 'error', 'silent'];

function readLevel(text: string): string {
  if (levels.includes(text)) return text;
  throw new Error(`--log-level is ${JSON.stringify(text)}, not one of ${levels.join(', ')}`);
}

function readPort(name: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Error(`${name} is ${JSON.stringify(text)}, not a port from 0 to 65535`);
}
