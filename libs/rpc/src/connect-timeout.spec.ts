import { Refusal } from '@easement/domain';
import { readTimeout } from './connect-timeout.ts';

it.each([
  [{}, undefined],
  [{ 'connect-timeout-ms': '1500' }, 1_500],
  [{ 'connect-timeout-ms': '0' }, 0],
  [{ 'grpc-timeout': '2S' }, 2_000],
  [{ 'grpc-timeout': '1H' }, 3_600_000],
  [{ 'grpc-timeout': '5M' }, 300_000],
  [{ 'grpc-timeout': '100m' }, 100],
  [{ 'grpc-timeout': '1u' }, 1],
  [{ 'grpc-timeout': '99999999n' }, 100],
])('%j is %s ms', (headers, expected) => {
  expect(readTimeout(new Headers(headers))).toBe(expected);
});

it.each([
  { 'connect-timeout-ms': '' },
  { 'connect-timeout-ms': '-1' },
  { 'connect-timeout-ms': '12345678901' },
  { 'grpc-timeout': '5' },
  { 'grpc-timeout': '123456789m' },
  { 'grpc-timeout': '1d' },
])('%j is refused', (headers) => {
  expect(readTimeout(new Headers(headers))).toBeInstanceOf(Refusal);
});
