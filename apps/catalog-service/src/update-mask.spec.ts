import { refusalOf } from '@easement/testing';
import { maskedFields } from './update-mask.ts';

describe('an update mask', () => {
  const known = ['name', 'stage'] as const;

  it('names the fields to change, each once', () => {
    expect(maskedFields({ paths: ['stage', 'name', 'stage'] }, known)).toEqual(new Set(['stage', 'name']));
  });

  it.each([
    ['is not given', undefined],
    ['names no field', { paths: [] }],
    ['names a field that cannot be changed', { paths: ['name', 'id'] }],
    ['names a field in another case', { paths: ['Name'] }],
    ['asks for everything', { paths: ['*'] }],
  ])('is refused where it %s, and told which fields there are', (_, mask) => {
    expect(refusalOf(() => maskedFields(mask, known))).toMatchObject({
      reason: 'invalid_field',
      facts: { field: 'update_mask' },
      message: expect.stringContaining('name, stage'),
    });
  });
});
