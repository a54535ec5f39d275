import { Channel, credentials } from '@grpc/grpc-js';

/** A connection to one service, shared by its peers. Connects when it is first used, and again after it was lost. */
export type GrpcChannel = Disposable & { readonly channel: Channel };

const options = {
  'grpc.max_receive_message_length': 64 * 1024 * 1024,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  // A restarted service is found again soon; while it is away, calls fail at once.
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 2_000,
  // One name may stand for several replicas.
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  'grpc.service_config_disable_resolution': 1,
  'grpc.enable_http_proxy': 0,
  'grpc.enable_channelz': 0,
};

/** Dials `host:port`, or any other target of gRPC such as `dns:///catalog:7000`. */
export function openChannel(address: string): GrpcChannel {
  const channel = new Channel(address, credentials.createInsecure(), options);
  return { channel, [Symbol.dispose]: () => channel.close() };
}
