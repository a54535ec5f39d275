import { banner } from './banner.ts';

const running = {
  httpAddress: 'http://127.0.0.1:8080',
  grpcAddress: '127.0.0.1:8081',
  operationsAddress: 'http://127.0.0.1:8082',
  operatorTokenFile: '/data/keys/operator.token',
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

describe('banner', () => {
  it('tells each account with its token, and how to sign in with one that is there', () => {
    const tokens = { 'owner@m.example': 'eas_owner', 'operations-admin@m.example': 'eas_admin' };
    const text = banner(running, '/data', tokens);
    expect(text).toContain('owner@m.example             eas_owner');
    expect(text).toContain('operations-admin@m.example  eas_admin');
    expect(text).toContain('--url http://127.0.0.1:8080 --token-stdin < /data/tokens/operations-admin@m.example');
  });

  it('tells how to make an organization where there is none', () => {
    const text = banner(running, '/data', undefined);
    expect(text).toContain('admin bootstrap');
    expect(text).toContain('--operator-token-file /data/keys/operator.token');
    expect(text).not.toContain('Meridian');
  });

  it('says that this is no door for production', () => {
    expect(banner(running, '/data', undefined)).toContain('not a production one');
  });
});
