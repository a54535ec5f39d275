import { createFileRegistry, type DescService, fromJson, type JsonObject } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';

/** `string service = 1` reads `['service', 1, 'string']`; types with a capital are messages or enums. */
export type FieldText = readonly [name: string, number: number, type: string, trait?: 'repeated' | 'oneof' | 'enum'];

/** The few lines of a .proto file that gRPC itself fixes, written where they are used. */
export type ServiceText = {
  readonly file: string;
  readonly scope: string;
  readonly service: string;
  readonly methods: readonly (readonly [
    name: string,
    request: string,
    response: string,
    streams: 'none' | 'response' | 'both',
  ])[];
  readonly messages: Readonly<Record<string, readonly FieldText[]>>;
  readonly enums?: Readonly<Record<string, readonly string[]>>;
};

/** Makes the descriptor of a service, and with it of its messages, without generated code. */
export function describeService(text: ServiceText): DescService {
  const { file, scope, service, methods, messages, enums = {} } = text;
  const proto = {
    name: file,
    package: scope,
    syntax: 'proto3',
    messageType: Object.entries(messages).map(([name, fields]) => messageProto(scope, name, fields)),
    enumType: Object.entries(enums).map(([name, values]) => ({
      name,
      value: values.map((value, number) => ({ name: value, number })),
    })),
    service: [{ name: service, method: methods.map((method) => methodProto(scope, method)) }],
  };
  const registry = createFileRegistry(fromJson(FileDescriptorSetSchema, { file: [proto] }));
  const described = registry.getService(`${scope}.${service}`);
  if (!described) throw new Error(`${file} describes no service ${service}`);
  return described;
}

function messageProto(scope: string, name: string, fields: readonly FieldText[]): JsonObject {
  const hasOneof = fields.some(([, , , trait]) => trait === 'oneof');
  return {
    name,
    field: fields.map((field) => fieldProto(scope, field)),
    ...(hasOneof ? { oneofDecl: [{ name: 'choice' }] } : {}),
  };
}

function fieldProto(scope: string, [name, number, type, trait]: FieldText): JsonObject {
  const isNamed = /^[A-Z]/.test(type);
  return {
    name,
    jsonName: name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
    number,
    label: trait === 'repeated' ? 'LABEL_REPEATED' : 'LABEL_OPTIONAL',
    type: isNamed ? (trait === 'enum' ? 'TYPE_ENUM' : 'TYPE_MESSAGE') : `TYPE_${type.toUpperCase()}`,
    ...(isNamed ? { typeName: `.${scope}.${type}` } : {}),
    ...(trait === 'oneof' ? { oneofIndex: 0 } : {}),
  };
}

function methodProto(scope: string, [name, request, response, streams]: ServiceText['methods'][number]): JsonObject {
  return {
    name,
    inputType: `.${scope}.${request}`,
    outputType: `.${scope}.${response}`,
    clientStreaming: streams === 'both',
    serverStreaming: streams !== 'none',
  };
}
