import { PassThrough } from 'node:stream';
import { readEnvironment } from './environment.ts';
import { barText, createProgress } from './progress.ts';

function stage(isTTY: boolean) {
  const stderr = Object.assign(new PassThrough(), { isTTY });
  const io = { stdin: new PassThrough(), stdout: new PassThrough(), stderr };
  const environment = readEnvironment({}, '/home');
  const progress = createProgress({ ...io, environment, signal: new AbortController().signal });
  return { progress, text: () => String(stderr.read() ?? '') };
}

describe('barText', () => {
  it.each([
    [0, '[                              ]   0 % of 1.0 kB'],
    [500, '[===============               ]  50 % of 1.0 kB'],
    [999, '[==============================]  99 % of 1.0 kB'],
    [1_000, '[==============================] 100 % of 1.0 kB'],
    [1_001, '[==============================] 100 % of 1.0 kB'],
  ])('after %i of 1000 bytes', (sentBytes, text) => {
    expect(barText({ sentBytes, totalBytes: 1_000 })).toBe(text);
  });

  it('of a stream says how much', () => {
    expect(barText({ sentBytes: 2_000_000, totalBytes: undefined })).toBe('sent 2.0 MB');
  });
});

describe('createProgress', () => {
  it('draws over itself on a terminal and ends on a line of its own', () => {
    const { progress, text } = stage(true);
    for (let sentBytes = 0; sentBytes <= 1_000; sentBytes++) progress.step({ sentBytes, totalBytes: 1_000 });
    progress.end();
    const drawn = text();
    expect(drawn.split('\r').length).toBeLessThan(20);
    expect(drawn.endsWith('100 % of 1.0 kB\n')).toBe(true);
  });

  it('writes a line for each tenth elsewhere, and begins anew where the load does', () => {
    const { progress, text } = stage(false);
    for (let sentBytes = 0; sentBytes <= 1_000; sentBytes += 10) progress.step({ sentBytes, totalBytes: 1_000 });
    expect(text().trim().split('\n')).toHaveLength(10);
    progress.step({ sentBytes: 0, totalBytes: 1_000 });
    progress.step({ sentBytes: 100, totalBytes: 1_000 });
    expect(text()).toBe('sent 100 B of 1.0 kB (10 %)\n');
  });

  it('says nothing where nothing was sent', () => {
    const { progress, text } = stage(true);
    progress.end();
    expect(text()).toBe('');
  });
});
