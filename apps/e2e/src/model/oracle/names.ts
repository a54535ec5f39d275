import { invalid, refuse, type Refused } from './verdict.ts';

const allowed = /^[\p{L}\p{M}\p{N}_ -]+$/u;

/** §10: letters, digits, `_`, `-` and spaces inside, 1 to 128 of them; nothing is mended. */
export function refuseName(name: string): Refused | undefined {
  const isName = allowed.test(name) && name.trim() === name && [...name].length <= 128;
  return isName ? undefined : invalid();
}

/** §10: columns may hold any printable character; they match by ASCII case. */
export function refuseColumnName(name: string): Refused | undefined {
  const isHidden = /[\p{C}\p{Zl}\p{Zp}]/u.test(name);
  return name !== '' && !isHidden && name.trim() === name ? undefined : invalid();
}

export function foldColumn(name: string): string {
  return name.normalize('NFC').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export function nameTaken(owner: string): Refused {
  return refuse('NAME_TAKEN', { owner });
}
