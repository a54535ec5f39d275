import type { DescService } from '@bufbuild/protobuf';
import { type Server, type ServerDuplexStream, status } from '@grpc/grpc-js';
import { describeService } from './descriptor.ts';
import { grpcDefinition } from './grpc-definition.ts';
import { healthService } from './grpc-health.ts';
import { readJson, writeJson } from './grpc-json.ts';
import { reflectOn } from './reflect.ts';

/** v1 and v1alpha differ in nothing but the name of the package. */
export const reflectionServices = ['v1', 'v1alpha'].map((version) =>
  describeService({
    file: `grpc/reflection/${version}/reflection.proto`,
    scope: `grpc.reflection.${version}`,
    service: 'ServerReflection',
    methods: [['ServerReflectionInfo', 'ServerReflectionRequest', 'ServerReflectionResponse', 'both']],
    messages: {
      ServerReflectionRequest: [
        ['host', 1, 'string'],
        ['file_by_filename', 3, 'string', 'oneof'],
        ['file_containing_symbol', 4, 'string', 'oneof'],
        ['file_containing_extension', 5, 'ExtensionRequest', 'oneof'],
        ['all_extension_numbers_of_type', 6, 'string', 'oneof'],
        ['list_services', 7, 'string', 'oneof'],
      ],
      ExtensionRequest: [
        ['containing_type', 1, 'string'],
        ['extension_number', 2, 'int32'],
      ],
      ServerReflectionResponse: [
        ['valid_host', 1, 'string'],
        ['original_request', 2, 'ServerReflectionRequest'],
        ['file_descriptor_response', 4, 'FileDescriptorResponse', 'oneof'],
        ['all_extension_numbers_response', 5, 'ExtensionNumberResponse', 'oneof'],
        ['list_services_response', 6, 'ListServiceResponse', 'oneof'],
        ['error_response', 7, 'ErrorResponse', 'oneof'],
      ],
      FileDescriptorResponse: [['file_descriptor_proto', 1, 'bytes', 'repeated']],
      ExtensionNumberResponse: [
        ['base_type_name', 1, 'string'],
        ['extension_number', 2, 'int32', 'repeated'],
      ],
      ListServiceResponse: [['service', 1, 'ServiceResponse', 'repeated']],
      ServiceResponse: [['name', 1, 'string']],
      ErrorResponse: [
        ['error_code', 1, 'int32'],
        ['error_message', 2, 'string'],
      ],
    },
  }),
);

/** Answers what `services` are, from their descriptors, so that grpcurl and the like can call them without a .proto. */
export function mountReflection(server: Server, services: readonly DescService[]): void {
  const answer = reflectOn([...services, healthService, ...reflectionServices]);
  for (const service of reflectionServices) {
    const [info] = service.methods;
    if (!info) throw new Error(`${service.typeName} is described without its method`);
    server.addService(
      { ServerReflectionInfo: grpcDefinition(info) },
      {
        ServerReflectionInfo: (call: ServerDuplexStream<Buffer, Buffer>) => {
          call.on('data', (bytes: Buffer) => {
            try {
              const request = readJson(info.input, bytes);
              call.write(writeJson(info.output, { originalRequest: request, ...answer(request) }));
            } catch {
              call.emit('error', { code: status.INVALID_ARGUMENT, details: 'the request cannot be read' });
            }
          });
          call.on('end', () => call.end());
        },
      },
    );
  }
}
