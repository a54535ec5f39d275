import { parse } from 'yaml';
import { interpolateAll } from './interpolate.ts';

/** What we look at of a service; the schema has checked that it is there as Compose wants it. */
export type ComposeService = {
  readonly image: string;
  readonly build?: string;
  readonly command: readonly string[];
  readonly user?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly deploy: { readonly resources: { readonly limits: { readonly memory: string } } };
};

export type ComposeFile = {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};

/** Reads the text as Compose does, with these variables of `.env`. */
export function readCompose(text: string, variables: Readonly<Record<string, string>>): ComposeFile {
  return interpolateAll(parse(text, { merge: true }), variables) as ComposeFile;
}

/** The variables in the text of an `.env` file; those that are commented out are optional. */
export function readEnvFile(text: string): readonly { readonly name: string; readonly isRequired: boolean }[] {
  const lines = [...text.matchAll(/^(# )?([A-Z_]+)=/gm)];
  return lines.map(([, comment, name = '']) => ({ name, isRequired: comment === undefined }));
}

/** `512M` or `6G`, in bytes. */
export function readBytes(text: string): number {
  const [, digits, unit] = /^(\d+)([KMG])$/.exec(text) ?? [];
  if (digits === undefined) throw new Error(`${text} is not a size such as 512M`);
  return Number(digits) * 1024 ** ('KMG'.indexOf(unit ?? '') + 1);
}
