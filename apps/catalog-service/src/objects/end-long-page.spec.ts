import { bytesOfTexts, endLongPage } from './end-long-page.ts';

const texts = ['a'.repeat(600), 'ä'.repeat(300), 'b'.repeat(10)].map((text, at) => ({ id: `id_${at}`, text }));
const end = (most: number) => endLongPage({ found: texts, next: ['after'] }, ({ text }) => bytesOfTexts(text), most);

it('leaves a page as it is that a message holds', () => {
  expect(end(10_000)).toEqual({ found: texts, next: ['after'] });
});

it('ends a page before what is too much, and goes on there', () => {
  expect(end(2_000)).toEqual({ found: texts.slice(0, 2), next: ['id_1'] });
});

it('has the first on the page however long it is', () => {
  expect(end(10)).toEqual({ found: texts.slice(0, 1), next: ['id_0'] });
});
