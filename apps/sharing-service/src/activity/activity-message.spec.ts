import {
  ActivityAction as ActionMessage,
  ActivityActionSchema,
  AudienceTypeSchema,
  StageSchema,
} from '@easement/contracts';
import { type ActivityDetail, linkActions, newId, shareActions } from '@easement/domain';
import { anActivity } from '../../test/builders.ts';
import { toActivityMessage } from './activity-message.ts';
import { toActivity, toActivityRow } from './activity.table.ts';

const organization = newId('organization');

describe('the message of an act', () => {
  it('says who did what to what, with whom', () => {
    const project = newId('project');
    const activity = anActivity({ withProjects: [project], sequence: 12 });
    expect(toActivityMessage(activity)).toMatchObject({
      position: 12n,
      actor: activity.actor,
      action: ActionMessage.LINK_CREATED,
      object: activity.object,
      shareId: activity.share,
      withProjectIds: [project],
    });
    expect(toActivityMessage(anActivity({ actor: undefined })).actor).toBe('');
  });

  it.each([...shareActions, ...linkActions])('has a word of the contract for %s', (action) => {
    const number = toActivityMessage(anActivity({ action })).action;
    const word = ActivityActionSchema.values.find((value) => value.number === number);
    expect(word?.localName).toBe(action.toUpperCase());
  });

  it.each<[detail: ActivityDetail, before: string, after: string]>([
    [{ field: 'name', before: 'in', after: 'project_members' }, 'in', 'project_members'],
    [{ field: 'stage', before: 'in', after: 'out' }, 'STAGE_IN', 'STAGE_OUT'],
    [
      { field: 'audience', before: 'project_members', after: 'selected_users' },
      'AUDIENCE_TYPE_PROJECT_MEMBERS',
      'AUDIENCE_TYPE_SELECTED_USERS',
    ],
    [{ field: 'projects', added: ['prj_1'] }, '', ''],
  ])('tells %j in the names of the contract', (detail, before, after) => {
    const { details } = toActivityMessage(anActivity({ details: [detail] }));
    expect(details).toEqual([{ field: detail.field, before, after, added: detail.added ?? [], removed: [] }]);
    const names = [...StageSchema.values, ...AudienceTypeSchema.values].map(({ name }) => name);
    if (/^[A-Z_]+$/.test(before)) expect(names).toEqual(expect.arrayContaining([before, after]));
  });
});

it('a row holds an act as it was', () => {
  const activity = anActivity({ details: [{ field: 'comment', before: '', after: 'why' }] });
  expect(toActivity(toActivityRow(organization, activity))).toEqual(activity);
  const unasked = anActivity({ actor: undefined, isForMembers: true });
  expect(toActivity(toActivityRow(organization, unasked))).toEqual(unasked);
});
