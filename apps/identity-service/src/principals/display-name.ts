import { invalidField } from '@easement/domain';

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;

/** Answers the name that people see, in NFC, or refuses characters that would hide or disguise what it says. */
export function checkDisplayName(name: string): string {
  if (!invisible.test(name)) return name.normalize('NFC');
  throw invalidField('display_name', `${JSON.stringify(name)} holds control or invisible characters; leave them out`);
}
