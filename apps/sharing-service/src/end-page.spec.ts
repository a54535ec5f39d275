import { bytesOfTexts, endPage } from './end-page.ts';

const page = (...sizes: number[]) => sizes.map((size, at) => ({ id: `shr_${at}`, size }));
const by = {
  bytesOf: ({ size }: { readonly size: number }) => size,
  positionOf: ({ id }: { readonly id: string }) => [id],
};

it.each([
  ['of little stays', [100, 100], 2_000, 2, ['shr_9']],
  ['of as much as fits stays', [600, 600], 2_000, 2, ['shr_9']],
  ['of more ends before what is too much', [600, 600, 1], 2_000, 2, ['shr_1']],
  ['ends after a first thing that is too large by itself', [5_000, 1, 1], 2_000, 1, ['shr_0']],
  ['with one thing that is too large stays', [5_000], 2_000, 1, ['shr_9']],
  ['of nothing stays', [], 2_000, 0, ['shr_9']],
])('a page %s', (_, sizes, most, kept, next) => {
  const ended = endPage({ found: page(...sizes), next: ['shr_9'] }, by, most);
  expect([ended.found.length, ended.next]).toEqual([kept, next]);
});

it('a last page of more than fits goes on', () => {
  expect(endPage({ found: page(900, 900), next: undefined }, by, 2_000).next).toEqual(['shr_0']);
  expect(endPage({ found: page(600, 600), next: undefined }, by, 2_000).next).toBeUndefined();
});

it('texts are as long as they are sent', () => {
  expect(bytesOfTexts('Größe', '', '𝄞')).toBe(7 + 4);
});
