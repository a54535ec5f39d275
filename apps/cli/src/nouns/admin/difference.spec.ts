import { create } from '@bufbuild/protobuf';
import { BrokenFileSchema, FileProblem, FindingAction, FindingCause, FindingSchema } from '@easement/contracts';
import { differenceView, ofBrokenFile, ofFinding, summaryOf } from './difference.ts';

const finding = create(FindingSchema, {
  id: 'lnk_1',
  name: 'ops',
  projectId: 'prj_1',
  action: FindingAction.LINK_CUT,
  cause: FindingCause.HOLD_MISSING,
});
const cut = ofFinding('Meridian', finding);
const broken = ofBrokenFile(
  'Meridian',
  create(BrokenFileSchema, { fileId: 'fil_1', tableId: 'tbl_1', path: 'a/b.parquet', problem: FileProblem.WRONG_SIZE }),
);

it('a finding is shown in words', () => {
  expect(differenceView.columns.map(([, cell]) => cell(cut))).toEqual([
    'Meridian',
    'link-cut',
    'lnk_1',
    'ops',
    'prj_1',
    'hold-missing',
    '',
  ]);
  expect(differenceView.json(cut)).toEqual(cut);
});

it('a file that cannot be read is left, under its table', () => {
  expect(broken).toMatchObject({ action: 'left', id: 'tbl_1', name: 'fil_1', because: 'file-wrong-size' });
});

it.each([
  ['Nothing to do.', [], false],
  ['1 mended.', [cut], false],
  ['2 mended; 1 left for you to look at.', [cut, broken, cut], false],
  ['Nothing to do; 1 left for you to look at.', [broken], false],
  ['Nothing was changed; 1 would be; 1 left for you to look at.', [cut, broken], true],
])('ends with: %s', (text, differences, dryRun) => {
  expect(summaryOf(differences, dryRun)).toBe(text);
});
