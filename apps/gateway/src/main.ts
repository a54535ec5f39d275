import { untilSignal } from '@easement/rpc';
import { readConfig } from './config.ts';
import { startService } from './service.ts';

const signal = untilSignal();
await using gateway = await startService(readConfig(process.env));
console.error(`gateway: Connect and HTTP at ${gateway.httpAddress}, gRPC at ${gateway.address}`);
await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
