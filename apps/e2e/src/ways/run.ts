import { spawn } from 'node:child_process';

/** Runs a program to its end with `input`; answers what it printed. Rejects with its words if it fails. */
export async function run(
  program: string,
  args: readonly string[],
  { input = '', env = {} }: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const child = spawn(program, args, { env: { ...process.env, ...env }, timeout: 60_000 });
  let printed = '';
  let complained = '';
  child.stdout.on('data', (bytes: Buffer) => (printed += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (complained += bytes.toString()));
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  if (code !== 0) throw new Error(complained || printed || `${program} ended with ${code}`);
  return printed;
}
