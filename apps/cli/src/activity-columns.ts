import { type Activity, ActivityActionSchema, type ActivityDetail } from '@easement/contracts';
import { type Column, time, word } from './output/view.ts';

type NameOf = (projectId: string) => string;

export function activityColumns(projectName: NameOf): readonly Column<Activity>[] {
  return [
    ['position', ({ position }) => position],
    ['time', ({ time: when }) => time(when)],
    ['who', ({ actor }) => actor],
    ['what', ({ action }) => word(ActivityActionSchema, action)],
    ['to', ({ object }) => (object?.name === '' ? object.id : object?.name)],
    ['with', ({ withProjectIds }) => withProjectIds.map(projectName).join(', ')],
    ['changed', ({ details }) => details.map((detail) => changeText(detail, projectName)).join('; ')],
  ];
}

/** `name: ops → planes`, `comment: why`, `projects: +analytics -safety`. */
function changeText({ field, before, after, added, removed }: ActivityDetail, projectName: NameOf): string {
  if (added.length + removed.length > 0) {
    const ids = [...added.map((id) => `+${projectName(id)}`), ...removed.map((id) => `-${projectName(id)}`)];
    return `${field}: ${ids.join(' ')}`;
  }
  const [was, is] = [short(before), short(after)];
  return was === '' ? `${field}: ${is}` : `${field}: ${was} → ${is}`;
}

/** `organization-members` for AUDIENCE_TYPE_ORGANIZATION_MEMBERS, `in` for STAGE_IN. */
function short(value: string): string {
  const rest = /^(?:AUDIENCE_TYPE|STAGE)_([A-Z_]+)$/.exec(value)?.[1];
  return rest === undefined ? value : rest.toLowerCase().replaceAll('_', '-');
}
