import { newId } from '@easement/domain';
import { absolutePath, dataPath } from './data-path.ts';

describe('the path of a data file', () => {
  it('is found below the data folder', () => {
    const path = dataPath(newId('organization'), newId('table'), newId('file'));
    expect(absolutePath('/data', path)).toBe(`/data/${path}`);
  });

  it.each([
    '',
    '../x.parquet',
    '/etc/passwd',
    'org_1/tbl_1/../fil_1.parquet',
    'org_1/tbl_1/fil_*.parquet',
    'org_1/tbl_1/fil_1.csv',
    'org_1/tbl_1/fil_1.parquet\n',
  ])('is not %j', (path) => {
    expect(() => absolutePath('/data', path)).toThrow('not the path of a data file');
  });
});
