import { type Audience, newId } from '@easement/domain';
import { aStoredShare } from '../../test/builders.ts';
import { targetsOf, toShare, toShareRow, toTargetRows } from './share.table.ts';

const [one, two] = [newId('project'), newId('project')];
const who = newId('user');

describe('a share in the store', () => {
  it.each<[audience: Audience, targets: string[]]>([
    [{ kind: 'project_members' }, []],
    [{ kind: 'organization_members' }, []],
    [{ kind: 'selected_projects', projects: new Set([one, two]) }, [one, two]],
    [{ kind: 'selected_projects', projects: new Set() }, []],
    [{ kind: 'selected_users', users: new Set([who]) }, [who]],
  ])('to %j comes back as it was', (audience, targets) => {
    const share = aStoredShare({ audience });
    expect(targetsOf(share.audience)).toEqual(targets);
    const rows = toTargetRows(share);
    expect(rows.map(({ target_id }) => target_id)).toEqual(targets);
    for (const row of rows) {
      expect(row).toMatchObject({ share_id: share.id, provider_key: 'operations', project_id: share.project });
    }
    const back = toShare(
      toShareRow(share),
      rows.map(({ target_id }) => target_id),
    );
    expect(back).toEqual(share);
  });

  it('is found by the key of its name, and is the only one of its bucket', () => {
    expect(toShareRow(aStoredShare({ name: 'FLÜGE' }))).toMatchObject({ name_key: 'flüge', sole: true });
  });
});
