import {
  createRegistry,
  type DescFile,
  type DescService,
  type JsonObject,
  type Registry,
  toBinary,
} from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { Code } from '@easement/contracts';

type ExtensionJson = { readonly containingType?: string; readonly extensionNumber?: number };

/** Answers requests of gRPC reflection about `services` and all that their files import. */
export function reflectOn(services: readonly DescService[]): (request: JsonObject) => JsonObject {
  const files = withImports(services.map(({ file }) => file));
  const byName = new Map(files.map((file) => [file.proto.name, file]));
  const types = createRegistry(...files);
  const list = { service: services.map(({ typeName }) => ({ name: typeName })) };

  return (request) => {
    const { fileByFilename, fileContainingSymbol, fileContainingExtension, allExtensionNumbersOfType } = request;
    if (typeof fileByFilename === 'string') return answerFile(byName.get(fileByFilename), fileByFilename);
    if (typeof fileContainingSymbol === 'string') {
      return answerFile(fileOf(types, fileContainingSymbol), fileContainingSymbol);
    }
    if (fileContainingExtension !== undefined) {
      const { containingType = '', extensionNumber = 0 } = fileContainingExtension as ExtensionJson;
      const found = extensionsOf(types, containingType).find(({ number }) => number === extensionNumber);
      return answerFile(found?.file, `extension ${extensionNumber} of ${containingType}`);
    }
    if (typeof allExtensionNumbersOfType === 'string') {
      const extensionNumber = extensionsOf(types, allExtensionNumbersOfType).map(({ number }) => number);
      return { allExtensionNumbersResponse: { baseTypeName: allExtensionNumbersOfType, extensionNumber } };
    }
    return { listServicesResponse: list };
  };
}

/** The files and all they import, each once, imports first. */
function withImports(files: readonly DescFile[]): readonly DescFile[] {
  const found = new Set<DescFile>();
  const add = (file: DescFile): void => {
    if (found.has(file)) return;
    file.dependencies.forEach(add);
    found.add(file);
  };
  files.forEach(add);
  return [...found];
}

/** A type's file, or that of the type which a method, field or enum value belongs to. */
function fileOf(types: Registry, symbol: string): DescFile | undefined {
  const owner = symbol.slice(0, symbol.lastIndexOf('.'));
  return (types.get(symbol) ?? types.get(owner))?.file;
}

function extensionsOf(types: Registry, typeName: string): { number: number; file: DescFile }[] {
  return [...types].flatMap((type) =>
    type.kind === 'extension' && type.extendee.typeName === typeName ? [{ number: type.number, file: type.file }] : [],
  );
}

function answerFile(file: DescFile | undefined, asked: string): JsonObject {
  if (!file) return { errorResponse: { errorCode: Code.NOT_FOUND, errorMessage: `not described here: ${asked}` } };
  const protos = withImports([file]).map(({ proto }) => toBinary(FileDescriptorProtoSchema, proto));
  const fileDescriptorProto = protos.reverse().map((bytes) => Buffer.from(bytes).toString('base64'));
  return { fileDescriptorResponse: { fileDescriptorProto } };
}
