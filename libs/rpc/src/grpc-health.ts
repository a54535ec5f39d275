import type { DescService } from '@bufbuild/protobuf';
import type { sendUnaryData, Server, ServerUnaryCall, ServerWritableStream } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import { describeService } from './descriptor.ts';
import { grpcDefinition } from './grpc-definition.ts';
import { readJson, writeJson } from './grpc-json.ts';

/** grpc.health.v1, as probes and balancers ask it. */
export const healthService = describeService({
  file: 'grpc/health/v1/health.proto',
  scope: 'grpc.health.v1',
  service: 'Health',
  methods: [
    ['Check', 'HealthCheckRequest', 'HealthCheckResponse', 'none'],
    ['Watch', 'HealthCheckRequest', 'HealthCheckResponse', 'response'],
  ],
  messages: {
    HealthCheckRequest: [['service', 1, 'string']],
    HealthCheckResponse: [['status', 1, 'ServingStatus', 'enum']],
  },
  enums: { ServingStatus: ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] },
});

/** What health answers. A server starts as serving. */
export type Health = {
  /** Says whether the server takes calls, to those who ask and those who watch. */
  readonly set: (isServing: boolean) => void;
  /** Says for the last time that it does not, and lets the watchers go. */
  readonly stop: () => void;
};

type Watch = ServerWritableStream<Buffer, Buffer>;

/** Answers health for the server and each of its services, without asking who asks. */
export function mountHealth(server: Server, services: readonly DescService[]): Health {
  const known = new Set(['', ...services.map(({ typeName }) => typeName)]);
  const watches = new Set<Watch>();
  let isServing = true;
  const [check, watch] = healthService.methods;
  if (!check || !watch) throw new Error('grpc.health.v1.Health is described without its methods');

  const nameIn = (bytes: Buffer): string => {
    const { service } = readJson(check.input, bytes);
    return typeof service === 'string' ? service : '';
  };
  const answer = (name: string): Buffer =>
    writeJson(check.output, { status: known.has(name) ? (isServing ? 'SERVING' : 'NOT_SERVING') : 'SERVICE_UNKNOWN' });

  server.addService(
    { Check: grpcDefinition(check), Watch: grpcDefinition(watch) },
    {
      Check: ({ request }: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
        const name = nameIn(request);
        if (known.has(name)) callback(null, answer(name));
        else callback({ code: status.NOT_FOUND, details: `no such service here: ${name}` });
      },
      Watch: (call: Watch) => {
        watches.add(call);
        call.on('cancelled', () => watches.delete(call));
        call.write(answer(nameIn(call.request)));
      },
    },
  );
  const set = (next: boolean): void => {
    isServing = next;
    for (const call of watches) call.write(answer(nameIn(call.request)));
  };
  const stop = (): void => {
    set(false);
    for (const call of watches) call.end();
    watches.clear();
  };
  return { set, stop };
}
