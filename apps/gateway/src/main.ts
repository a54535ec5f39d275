import { once } from 'node:events';
import { untilSignal } from '@easement/rpc';
import { readConfig } from './config.ts';
import { startService } from './service.ts';

const stop = untilSignal();
await using _gateway = await startService(readConfig(process.env));
if (!stop.aborted) await once(stop, 'abort');
