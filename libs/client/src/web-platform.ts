import type { Platform } from './connection.ts';
import { connectByFetch } from './fetch-connection.ts';
import { putByXhr } from './put-by-xhr.ts';

export const platform: Platform = {
  connect: (options) => ({ ...connectByFetch(options), ...(options.fetch ? {} : { put: putByXhr }) }),
};
