import type { LoadRequest } from '@easement/client';
import type { SqlStatement } from '@easement/sql';
import { usageError } from '../command-error.ts';
import { fileDelimiter, fileFormat, formatWords } from '../file-format.ts';

/** `COPY table FROM 'file' (option, …)`. */
export type Copy = Extract<SqlStatement, { kind: 'copy' }>;

type Option = Copy['options'][number];

const yes = ['true', 'on', '1'];
const no = ['false', 'off', '0'];

/** What the options of a COPY say of the file; the name of the file says the rest. */
export function readCopyOptions(options: Copy['options'], file: string): Pick<LoadRequest, 'format' | 'csv'> {
  let format: string | undefined;
  let csv: { header: boolean; delimiter: string; nullText?: string } = { header: true, delimiter: fileDelimiter(file) };
  for (const option of options) {
    switch (option.name) {
      case 'format':
        format = readFormat(option);
        break;
      case 'header':
        csv = { ...csv, header: readFlag(option) };
        break;
      case 'delimiter':
      case 'delim':
      case 'sep':
        csv = { ...csv, delimiter: valueOf(option).replace('\\t', '\t') };
        break;
      case 'nullstr':
      case 'null':
        csv = { ...csv, nullText: valueOf(option) };
        break;
      default:
        throw usageError(
          `COPY has no option ${option.name.toUpperCase()}`,
          'it has FORMAT, HEADER, DELIMITER and NULLSTR',
        );
    }
  }
  return { format: fileFormat(format, file), csv };
}

function readFormat(option: Option): string {
  const format = valueOf(option).toLowerCase();
  if (formatWords.some((word) => word === format)) return format;
  throw usageError(`FORMAT ${format} cannot be loaded`, `write FORMAT ${formatWords.join(' or FORMAT ')}`);
}

function readFlag({ name, value = 'true' }: Option): boolean {
  const word = value.toLowerCase();
  if (yes.includes(word) || no.includes(word)) return yes.includes(word);
  throw usageError(`${name.toUpperCase()} is true or false, not ${JSON.stringify(value)}`);
}

function valueOf({ name, value }: Option): string {
  if (value !== undefined) return value;
  throw usageError(`${name.toUpperCase()} needs a value`);
}
