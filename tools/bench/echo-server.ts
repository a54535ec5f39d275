import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import { GetCallerRequestSchema, GetCallerResponseSchema, PrincipalService } from '@easement/contracts';
import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';

/**
 * The references: the same small answer from bare grpc-js and from bare connect-node, with nothing of ours around it.
 * Prints both ports as JSON and runs until it is ended.
 */
const answer = create(GetCallerResponseSchema, { organizationId: 'org_01m82gxa1e14b20fa2q6v9zzcf' });

const grpc = new Server();
grpc.addService(
  {
    echo: {
      path: '/bench.Echo/Echo',
      requestStream: false,
      responseStream: false,
      requestSerialize: (message: unknown) => Buffer.from(String(message)),
      requestDeserialize: (bytes: Buffer) => fromBinary(GetCallerRequestSchema, bytes),
      responseSerialize: (message: typeof answer) => Buffer.from(toBinary(GetCallerResponseSchema, message)),
      responseDeserialize: (bytes: Buffer) => bytes,
    },
  },
  { echo: (_: ServerUnaryCall<unknown, typeof answer>, done: sendUnaryData<typeof answer>) => done(null, answer) },
);
const grpcPort = await new Promise<number>((resolve, reject) => {
  grpc.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
    error ? reject(error) : resolve(port),
  );
});
const connect = createServer(
  connectNodeAdapter({ routes: (routes) => void routes.service(PrincipalService, { getCaller: () => answer }) }),
);
await new Promise<void>((resolve) => connect.listen(0, '127.0.0.1', resolve));
process.stdout.write(`${JSON.stringify({ grpcPort, httpPort: (connect.address() as AddressInfo).port })}\n`);
