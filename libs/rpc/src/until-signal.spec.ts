import { untilSignal } from './until-signal.ts';

it.each(['SIGTERM', 'SIGINT'] as const)('%s aborts the signal, and says why', (name) => {
  const signal = untilSignal();
  expect(signal.aborted).toBe(false);
  process.emit(name);
  expect(signal.aborted).toBe(true);
  expect(signal.reason).toEqual(new Error(`stopped by ${name}`));
});
