import { create } from '@bufbuild/protobuf';
import {
  AudienceType,
  CreateShareRequestSchema,
  CreateTableRequestSchema,
  GetShareRequestSchema,
} from '@easement/contracts';
import { assertShortLists } from './list-lengths.ts';

it('lists of as many items as are taken pass', () => {
  const columns = Array.from({ length: 3 }, (_, at) => ({ name: `c${at}`, type: 'STRING' }));
  const request = create(CreateTableRequestSchema, { columns, primaryKey: ['a', 'b', 'c'] });
  expect(() => assertShortLists(CreateTableRequestSchema, request, 3)).not.toThrow();
  expect(() => assertShortLists(CreateTableRequestSchema, request, 2)).toThrow('columns');
});

it('a list inside a message is found, and named', () => {
  const audience = { type: AudienceType.SELECTED_USERS, users: ['a', 'b', 'c'] };
  const request = create(CreateShareRequestSchema, { audience });
  expect(() => assertShortLists(CreateShareRequestSchema, request, 3)).not.toThrow();
  expect(() => assertShortLists(CreateShareRequestSchema, request, 2)).toThrow('audience.users');
});

it('a request without lists passes whatever it says', () => {
  const request = create(GetShareRequestSchema, { shareId: 'x'.repeat(1_000) });
  expect(() => assertShortLists(GetShareRequestSchema, request, 0)).not.toThrow();
});
