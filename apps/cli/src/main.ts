#!/usr/bin/env node
import { homedir } from 'node:os';
import process from 'node:process';
import { readEnvironment } from './environment.ts';
import { exitCodes } from './exit-codes.ts';
import { run } from './run.ts';

const interrupt = new AbortController();
process.on('SIGINT', () => {
  // Who presses twice does not want to wait for the server's answer.
  if (interrupt.signal.aborted) process.exit(exitCodes.interrupted);
  interrupt.abort();
});

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: readEnvironment(process.env, homedir()),
  signal: interrupt.signal,
});
