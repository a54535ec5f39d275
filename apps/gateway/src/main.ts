import { once } from 'node:events';
import { untilSignal } from '@easement/rpc';
import { readConfig } from './config.ts';
import { startService } from './service.ts';

const stop = untilSignal();
await using gateway = await startService(readConfig(process.env));
console.error(`gateway: Connect and HTTP at ${gateway.httpAddress}, gRPC at ${gateway.address}`);
if (!stop.aborted) await once(stop, 'abort');
