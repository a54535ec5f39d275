import { corsHeaders } from './cors.ts';

const page = 'https://console.example.com';
const names = (headers: ReturnType<typeof corsHeaders>) => headers.map(([name]) => name);

it('tells nothing to anybody unless origins are configured', () => {
  expect(corsHeaders([], page, false)).toEqual([]);
  expect(corsHeaders([], page, true)).toEqual([]);
});

it.each([undefined, 'https://evil.example', 'https://console.example.com.evil.example', 'null', ''])(
  'tells pages of %j nothing, but caches that it depends on the page',
  (origin) => {
    expect(corsHeaders([page], origin, false)).toEqual([['vary', 'origin']]);
    expect(corsHeaders([page], origin, true)).toEqual([['vary', 'origin']]);
  },
);

it('admits a configured origin by name, never all', () => {
  const headers = new Map(corsHeaders(['http://localhost:5173', page], page, false));
  expect(headers.get('access-control-allow-origin')).toBe(page);
  expect(headers.get('access-control-expose-headers')).toContain('grpc-status-details-bin');
  expect(headers.has('access-control-allow-credentials')).toBe(false);
});

it('answers the question of a browser with methods and headers', () => {
  const headers = new Map(corsHeaders([page], page, true));
  expect(headers.get('access-control-allow-methods')).toBe('GET, POST, PUT');
  expect(headers.get('access-control-allow-headers')?.split(', ')).toEqual(
    expect.arrayContaining([
      'authorization',
      'content-type',
      'connect-timeout-ms',
      'easement-request-id',
      'x-grpc-web',
    ]),
  );
  expect(names(corsHeaders([page], page, true))).not.toContain('access-control-expose-headers');
});
