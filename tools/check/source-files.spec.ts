import { countLines, kindOf } from './source-files.ts';

describe('kindOf', () => {
  it.each([
    ['apps/gateway/src/main.ts', 'source'],
    ['apps/console/src/page.tsx', 'source'],
    ['tools/bootstrap.mjs', 'source'],
    ['libs/domain/src/ids.spec.ts', 'spec'],
    ['apps/gateway/test/doors.int.spec.ts', 'spec'],
    ['apps/gateway/test/start-gateway.ts', 'spec'],
    ['apps/e2e/src/constellation.ts', 'support'],
    ['libs/testing/src/index.ts', 'support'],
    ['libs/persistence/src/testing/mariadb.ts', 'support'],
    ['proto/easement/sharing/v1/share.proto', 'proto'],
    ['proto/google/rpc/status.proto', undefined],
    ['libs/contracts/src/gen/google/rpc/status_pb.ts', undefined],
    ['package.json', undefined],
    ['', undefined],
  ])('%s is %s', (path, kind) => {
    expect(kindOf(path)).toBe(kind);
  });
});

describe('countLines', () => {
  it.each([
    ['', 0],
    ['one', 1],
    ['one\n', 1],
    ['one\n\nthree\n', 3],
  ])('%j has %i', (text, lines) => {
    expect(countLines(text)).toBe(lines);
  });
});
