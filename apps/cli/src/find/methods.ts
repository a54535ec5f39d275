import type { DescMethod } from '@bufbuild/protobuf';
import { services } from '@easement/client';
import { notFoundError, usageError } from '../command-error.ts';

/** Every RPC that the gateway answers. */
export const methods: readonly DescMethod[] = Object.values(services).flatMap(
  ({ methods }): readonly DescMethod[] => methods,
);

export function fullName({ parent, name }: DescMethod): string {
  return `${parent.typeName}/${name}`;
}

/** Finds an RPC by `Service/Method`; the package in front may be left out. */
export function findMethod(text: string): DescMethod {
  const path = text.replace(/^\//, '');
  if (!/^[\w.]+\/\w+$/.test(path)) throw usageError(`${JSON.stringify(text)} names no RPC`, 'write Service/Method');
  const found = methods.find((method) => `.${fullName(method)}`.endsWith(`.${path}`));
  if (found) return found;
  throw notFoundError(`there is no RPC ${path}`, '`easement api --list` shows those there are');
}
