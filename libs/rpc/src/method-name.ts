import type { DescMethod } from '@bufbuild/protobuf';

/** `easement.sharing.v1.ShareService/CreateShare`, as logs, metrics and keys of repeats name it. */
export function methodName({ parent, name }: DescMethod): string {
  return `${parent.typeName}/${name}`;
}
