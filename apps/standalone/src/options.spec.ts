import { resolve } from 'node:path';
import { readOptions } from './options.ts';

describe('readOptions', () => {
  it('has a default for everything', () => {
    expect(readOptions([])).toEqual({
      dataFolder: resolve('.easement'),
      httpPort: 8080,
      grpcPort: 8081,
      operationsPort: 8082,
      reset: false,
      empty: false,
      logLevel: 'warn',
    });
  });

  it('takes what it is told', () => {
    const told = ['--data-folder', 'x', '--http-port', '0', '--reset', '--empty', '--log-level', 'info'];
    expect(readOptions(told)).toMatchObject({
      dataFolder: resolve('x'),
      httpPort: 0,
      reset: true,
      empty: true,
      logLevel: 'info',
    });
  });

  it('answers a text to who asks for help', () => {
    expect(readOptions(['-h'])).toEqual({ help: expect.stringContaining('--data-folder PATH') });
  });

  it.each([
    [['--http-port', '65536'], '--http-port is "65536", not a port'],
    [['--grpc-port', '80a'], '--grpc-port is "80a", not a port'],
    [['--operations-port', '-1'], '--operations-port'],
    [['--log-level', 'loud'], '--log-level is "loud", not one of debug'],
    [['--port', '1'], '--port'],
    [['again'], 'again'],
  ])('refuses %j', (argv, message) => {
    expect(() => readOptions(argv)).toThrow(message);
  });
});
