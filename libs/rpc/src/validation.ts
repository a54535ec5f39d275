import { create, type DescMessage, type Message } from '@bufbuild/protobuf';
import { pathToString } from '@bufbuild/protobuf/reflect';
import { createValidator } from '@bufbuild/protovalidate';
import { invalidFields } from './refusals.ts';

const validator = createValidator();

/** Refuses `invalid_field`, naming each field that breaks a rule of the contract. */
export function assertValid(desc: DescMessage, message: Message): void {
  const result = validator.validate(desc, message);
  if (result.kind === 'valid') return;
  if (result.kind === 'error') throw result.error;
  throw invalidFields(
    result.violations.map(({ field, message }) => ({ field: pathToString(field), description: message })),
  );
}

/** Compiles the rules of a message ahead of its first use, which would else pay tens of milliseconds. */
export function warmUp(desc: DescMessage): void {
  validator.validate(desc, create(desc));
}
