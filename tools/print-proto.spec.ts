import { execFileSync } from 'node:child_process';
import { createRegistry, fromBinary, toJson } from '@bufbuild/protobuf';
import {
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  file_google_protobuf_descriptor as descriptor,
} from '@bufbuild/protobuf/wkt';
import { file_buf_validate_validate as validate } from '@bufbuild/protovalidate/gen/buf/validate/validate_pb.js';
import { printFile } from './print-proto.ts';

/** What the compiler makes of the file that was printed into the contract. */
function compileVendored(): FileDescriptorProto | undefined {
  const args = ['build', 'proto', '--path', 'proto/buf', '--as-file-descriptor-set', '-o', '-'];
  const { file } = fromBinary(FileDescriptorSetSchema, execFileSync('buf', args));
  return file.find(({ name }) => name === validate.proto.name);
}

/** All that a file declares, options included, without what a compiler derives: positions, syntax, names for JSON. */
function factsOf(file: FileDescriptorProto | undefined): unknown {
  if (file === undefined) return undefined;
  const json = JSON.stringify(toJson(FileDescriptorProtoSchema, file, { registry: createRegistry(validate) }));
  const derived = ['jsonName', 'sourceCodeInfo', 'syntax'];
  return JSON.parse(json, (name, value: unknown) => (derived.includes(name) ? undefined : value));
}

describe('printFile', () => {
  it('wrote a buf/validate/validate.proto that declares what the validator of the same version knows', () => {
    const facts = factsOf(compileVendored());
    expect(JSON.stringify(facts)).toContain('[buf.validate.predefined]');
    expect(facts).toEqual(factsOf(validate.proto));
  });

  it('refuses a file with what it does not know', () => {
    expect(() => printFile(descriptor)).toThrow('google.protobuf.DescriptorProto nests types');
  });
});
