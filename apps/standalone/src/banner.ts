import type { SampleTokens } from './sample/create-sample.ts';
import type { Standalone } from './start.ts';

/** What a newcomer needs to know of a running product, tokens included: it goes to the terminal and nowhere else. */
export function banner(running: Standalone, dataFolder: string, tokens: SampleTokens | undefined): string {
  return [
    '',
    '  Easement is running, for this machine alone: a development door, not a production one.',
    '',
    `  Connect, gRPC-Web, HTTP   ${running.httpAddress}`,
    `  gRPC                      ${running.grpcAddress}`,
    `  health and metrics        ${running.operationsAddress}`,
    `  data                      ${dataFolder}  (npm start -- --reset starts over)`,
    ...(tokens ? accountLines(running, dataFolder, tokens) : operatorLines(running)),
    '',
  ].join('\n');
}

function accountLines({ httpAddress }: Standalone, dataFolder: string, tokens: SampleTokens): string[] {
  const width = Math.max(...Object.keys(tokens).map((email) => email.length));
  const first = Object.keys(tokens).find((email) => email.startsWith('operations')) ?? '';
  return [
    '',
    '  The sample organization Meridian, with its development tokens:',
    '',
    ...Object.entries(tokens).map(([email, token]) => `  ${email.padEnd(width)}  ${token}`),
    '',
    '  Sign in with one of them, in another terminal:',
    '',
    `  npx easement login --url ${httpAddress} --token-stdin < ${dataFolder}/tokens/${first}`,
  ];
}

function operatorLines({ httpAddress, operatorTokenFile }: Standalone): string[] {
  return [
    '',
    '  There is no organization yet. Make the first one with the operator token:',
    '',
    `  npx easement admin bootstrap NAME --owner EMAIL --url ${httpAddress} --operator-token-file ${operatorTokenFile}`,
  ];
}
