import { AccessService, LoadService, MetadataService, QueryService, ShareService } from '@easement/contracts';
import { idFieldsOf, nameOf, pathOf, publicMethods } from './id-fields.ts';
import { everyMethod } from './requests/every-method.ts';

const found = (method: (typeof publicMethods)[number]) =>
  Object.fromEntries(idFieldsOf(method).map((field) => [pathOf(field), field.kinds]));

it('ids are found by the form that the contract demands', () => {
  expect(found(QueryService.method.preview)).toEqual({ table_id: ['table'], project_id: ['project'] });
});

it('ids are found in oneofs, and in messages within', () => {
  expect(found(MetadataService.method.listMetadata)).toEqual({
    'object.bucket_id': ['bucket'],
    'object.table_id': ['table'],
    'object.column_id': ['column'],
    'object.link_id': ['link'],
  });
});

it('ids are found in lists, of texts and of messages', () => {
  expect(found(AccessService.method.batchCheckAccess)).toMatchObject({
    'checks.principal_id': ['user', 'service_account'],
    'checks.object.table_id': ['table'],
  });
  expect(found(ShareService.method.createShare)).toMatchObject({
    'bucket.bucket_id': ['bucket', 'link'],
    'audience.project_ids': ['project'],
    'audience.users': ['user', 'service_account', 'email'],
  });
});

it('ids are found in what is streamed', () => {
  expect(found(LoadService.method.loadTable)).toEqual({
    'header.table_id': ['table'],
    'header.bucket_id': ['bucket', 'link'],
  });
});

it.each(publicMethods.map((method) => [nameOf(method), method] as const))(
  '%s has a request if it takes ids',
  (_, method) => {
    const hasRequest = everyMethod.some((entry) => entry.method === method);
    expect(hasRequest).toBe(idFieldsOf(method).length > 0);
  },
);
