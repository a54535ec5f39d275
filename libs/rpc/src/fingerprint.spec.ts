import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  CreateProjectRequestSchema,
  ErrorInfoSchema,
  GetProjectRequestSchema,
  ListProjectsRequestSchema,
  UpdateProjectRequestSchema,
} from '@easement/contracts';
import { fingerprint } from './fingerprint.ts';

const of = (request: object): string =>
  fingerprint(CreateProjectRequestSchema, create(CreateProjectRequestSchema, request));

it('equal requests have one fingerprint, also after a way over the wire', () => {
  const request = create(CreateProjectRequestSchema, { name: 'x', description: 'y' });
  const received = fromBinary(CreateProjectRequestSchema, toBinary(CreateProjectRequestSchema, request));
  expect(fingerprint(CreateProjectRequestSchema, received)).toBe(fingerprint(CreateProjectRequestSchema, request));
  expect(of({ name: 'x' })).toMatch(/^[0-9a-f]{64}$/);
});

it('the request id makes no difference, all else does', () => {
  expect(of({ name: 'x', requestId: 'a' })).toBe(of({ name: 'x', requestId: 'b' }));
  const different = [
    { name: 'x' },
    { name: 'y' },
    { name: 'x', description: 'y' },
    { name: 'x', validateOnly: true },
    {},
  ].map(of);
  expect(new Set(different).size).toBe(different.length);
});

it('the page makes no difference', () => {
  const page = (pageToken: string, pageSize: number): string =>
    fingerprint(ListProjectsRequestSchema, create(ListProjectsRequestSchema, { pageToken, pageSize }));
  expect(page('', 10)).toBe(page('next', 50));
});

it('the order in which a map was written makes no difference', () => {
  const info = (metadata: Record<string, string>): string =>
    fingerprint(ErrorInfoSchema, create(ErrorInfoSchema, { metadata }));
  expect(info({ a: '1', b: '2' })).toBe(info({ b: '2', a: '1' }));
  expect(info({ a: '1', b: '2' })).not.toBe(info({ a: '2', b: '1' }));
});

it('requests of two RPCs differ though they look the same', () => {
  const projectId = 'prj_1';
  const get = fingerprint(GetProjectRequestSchema, create(GetProjectRequestSchema, { projectId }));
  const update = fingerprint(UpdateProjectRequestSchema, create(UpdateProjectRequestSchema, { projectId }));
  expect(get).not.toBe(update);
});
