import { AudienceType, AudienceTypeSchema, LinkSchema, Stage, StageSchema } from '@easement/contracts';
import { create } from '@bufbuild/protobuf';
import { messageView, size, valueOf, word, words } from './view.ts';

it('an enum is written in words, and read back from them', () => {
  expect(word(AudienceTypeSchema, AudienceType.SELECTED_PROJECTS)).toBe('selected-projects');
  expect(words(StageSchema)).toEqual(['in', 'out']);
  expect(words(StageSchema).map((text) => valueOf(StageSchema, text))).toEqual([Stage.IN, Stage.OUT]);
  expect(valueOf(StageSchema, undefined)).toBe(Stage.UNSPECIFIED);
  expect(valueOf(StageSchema, 'unspecified')).toBe(Stage.UNSPECIFIED);
  expect(word(StageSchema, 77)).toBe('77');
});

it.each([
  [0n, '0 B'],
  [999n, '999 B'],
  [1_000n, '1.0 kB'],
  [9_949n, '9.9 kB'],
  [9_999n, '10 kB'],
  [999_499n, '999 kB'],
  [999_999n, '1.0 MB'],
  [1_300_000n, '1.3 MB'],
  [2n ** 60n, '1153 PB'],
])('%i bytes are %s', (bytes, text) => {
  expect(size(bytes)).toEqual({ text, raw: String(bytes) });
});

it('a message in JSON holds its empty fields too', () => {
  const view = messageView(LinkSchema, []);
  expect(view.json(create(LinkSchema, { id: 'lnk_1' }))).toMatchObject({
    id: 'lnk_1',
    outsideAudience: false,
    name: '',
  });
});
