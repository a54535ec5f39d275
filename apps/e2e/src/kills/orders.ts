import type { ServiceName } from '@easement/domain';
import type { Environment } from '../processes/environments.ts';

/** What a spec tells a service that it has started with seams, over the channel between the two processes. */
export type Order =
  | { readonly order: 'start'; readonly service: ServiceName; readonly environment: Environment; readonly root: string }
  /** Waits where it next comes to the point, and says so. No point disarms. */
  | { readonly order: 'arm'; readonly point: string | undefined }
  | { readonly order: 'go on' }
  /** Lets it think that it is so much later than it is. */
  | { readonly order: 'be ahead'; readonly ms: number };

/** What the service says. */
export type Notice = { readonly notice: 'ready' } | { readonly notice: 'arrived'; readonly point: string };
