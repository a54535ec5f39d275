import type { Format } from './output/printer.ts';

/** What every command takes. */
export type Settings = {
  readonly output: Format;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly requestId: string | undefined;
  readonly project: string | undefined;
  readonly context: string | undefined;
  readonly timeoutSeconds: number | undefined;
};
