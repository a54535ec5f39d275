import { Server, ServerCredentials, type UntypedHandleCall } from '@grpc/grpc-js';
import { endRuns } from './drain.ts';
import { admission, type Admission } from './grpc-admission.ts';
import { grpcDefinition } from './grpc-definition.ts';
import { type Health, mountHealth } from './grpc-health.ts';
import { grpcMethod } from './grpc-method.ts';
import { mountReflection } from './grpc-reflection.ts';
import { createPipeline, type Pipeline, type Serving } from './pipeline.ts';

export type GrpcServing = Serving & {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
};

/** A listening server. Disposing it drains: it takes no more calls, waits for those under way, and ends late ones. */
export type GrpcServer = AsyncDisposable & {
  /** `host:port`, as a peer dials it. */
  readonly address: string;
  readonly port: number;
  readonly health: Health;
};

const options = {
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 20_000,
  // Connections are renewed, so that replicas that come and go share the load; an export of an hour still ends.
  'grpc.max_connection_age_ms': 30 * 60_000,
  'grpc.max_connection_age_grace_ms': 65 * 60_000,
  'grpc.max_connection_idle_ms': 10 * 60_000,
  'grpc.enable_channelz': 0,
};

/** Serves handlers over gRPC, with health and reflection beside them, which need no proof of who asks. */
export async function serveGrpc({ host, port, ...serving }: GrpcServing): Promise<GrpcServer> {
  const pipeline = createPipeline(serving);
  const { interceptor, take } = admission(pipeline);
  const server = new Server({ ...options, ...limitsOf(pipeline), interceptors: [interceptor] });
  for (const { desc } of serving.routes) mountService(server, pipeline, take, desc.typeName);
  const services = serving.routes.map(({ desc }) => desc);
  const health = mountHealth(server, services);
  mountReflection(server, services);
  const bound = await listen(server, `${host}:${port}`);
  return {
    address: `${host}:${bound}`,
    port: bound,
    health,
    [Symbol.asyncDispose]: () => drain(server, pipeline, health),
  };
}

/** However small our limit is: what is a little beyond it still gets its reason. */
const leastReceived = 8 * 1024 * 1024;

function limitsOf({ limits: { messageBytes, streamsPerConnection } }: Pipeline) {
  return {
    // Ours refuses with a reason; the library's, which cannot, only guards the memory. No more than it takes to tell the
    // reason to who errs by little, since health and reflection expand compressed messages of anybody.
    'grpc.max_receive_message_length': Math.max(leastReceived, 2 * messageBytes),
    'grpc.max_concurrent_streams': streamsPerConnection,
  };
}

function mountService(server: Server, pipeline: Pipeline, take: Admission['take'], typeName: string): void {
  const methods = pipeline.methods.filter(({ desc }) => desc.parent.typeName === typeName);
  server.addService(
    Object.fromEntries(methods.map(({ desc }) => [desc.name, grpcDefinition(desc)])),
    Object.fromEntries(
      methods.map((method): [string, UntypedHandleCall] => [method.desc.name, grpcMethod(method, take)]),
    ),
  );
}

function listen(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => {
      if (error)
        reject(new Error(`cannot listen on ${address}: ${error.message}; is the port taken?`, { cause: error }));
      else resolve(port);
    });
  });
}

async function drain(server: Server, pipeline: Pipeline, health: Health): Promise<void> {
  health.stop();
  const closed = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  await endRuns(pipeline);
  const timer = setTimeout(() => server.forceShutdown(), 500);
  await closed;
  clearTimeout(timer);
}
