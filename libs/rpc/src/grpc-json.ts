import { type DescMessage, fromBinary, fromJson, type JsonObject, toBinary, toJson } from '@bufbuild/protobuf';
import { bufferOf } from './grpc-definition.ts';

/** Reads a message of gRPC's own services, which have no generated types and no need for speed, as JSON. */
export function readJson(desc: DescMessage, bytes: Buffer): JsonObject {
  return toJson(desc, fromBinary(desc, bytes)) as JsonObject;
}

export function writeJson(desc: DescMessage, json: JsonObject): Buffer {
  return bufferOf(toBinary(desc, fromJson(desc, json)));
}
