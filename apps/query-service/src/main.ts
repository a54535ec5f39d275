import { once } from 'node:events';
import { untilSignal } from '@easement/rpc';
import { readConfig } from './config.ts';
import { startService } from './service.ts';

const stop = untilSignal();
const workerEntry = new URL('./engine/worker/worker-main.ts', import.meta.url).pathname;
await using _service = await startService(readConfig(process.env, workerEntry));
if (!stop.aborted) await once(stop, 'abort');
