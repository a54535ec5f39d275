import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { listAll } from '@easement/client';
import { type Activity, ActivitySchema } from '@easement/contracts';
import { activityColumns } from '../activity-columns.ts';
import type { Input, Verb } from '../command.ts';
import { readAgo } from '../duration.ts';
import { usageError } from '../command-error.ts';
import { isId } from '../find/ids.ts';
import { matchName } from '../find/match.ts';
import { findProject, projectNames } from '../find/projects.ts';
import { listShares } from '../find/shares.ts';
import { followActivity } from '../follow-activity.ts';
import { messageView } from '../output/view.ts';
import type { Session } from '../session.ts';

const usualCount = 50;

export const activity: Verb = {
  usage: 'activity [project]',
  summary: 'list what was done with shares and links, newest first, or follow it as it happens',
  options: [
    { flags: '--follow', summary: 'write each act as it happens, until Ctrl-C' },
    {
      flags: '--after <position>',
      summary: 'with --follow: begin after the act at this position; 0 is before the first',
    },
    { flags: '--share <share>', summary: 'only acts on this share and its links; a share that is gone by its id' },
    { flags: '--since <when>', summary: 'only acts since then: a date, or 12h, 7d ago' },
    { flags: '--limit <count>', summary: `so many at most, ${usualCount} if nothing is said; 0 for all` },
  ],
  examples: [
    'activity operations --since 7d',
    'activity --share flights --limit 0 -o csv',
    'activity analytics --follow -o json',
  ],
  run: async (session, input) => {
    const projectId = await findProject(session, input.optionalArgument('project'));
    const share = input.option('share');
    const shareId = share === undefined ? '' : await findShareId(session, projectId, share);
    const nameOf = await projectNames(session);
    if (!input.flag('follow')) {
      if (input.option('after') !== undefined) throw usageError('--after is for --follow', 'give both, or --since');
      const view = messageView(ActivitySchema, activityColumns(nameOf));
      return await session.print.list(view, await list(session, input, { projectId, shareId }), 'No activity.');
    }
    const unfit = ['since', 'limit'].find((option) => input.option(option) !== undefined);
    if (unfit !== undefined) throw usageError(`--${unfit} is not for --follow`, 'begin --after a position instead');
    await followActivity(session, { projectId, shareId, after: input.count('after') }, activityColumns(nameOf));
  },
};

type Place = { readonly projectId: string; readonly shareId: string };

/** An id is taken as it is: activity outlives its share, and that of a link is of a share of another project. */
async function findShareId(session: Session, projectId: string, text: string): Promise<string> {
  if (isId(text, 'shr')) return text;
  const shares = await listShares(session, projectId);
  const next = '`easement share list` shows its shares; of what it links, take the id of the share';
  return matchName(shares, ({ name }) => name, text, { kind: 'share', where: 'in the project', next }).id;
}

async function list({ client, call }: Session, input: Input, place: Place): Promise<readonly Activity[]> {
  const limit = input.count('limit') ?? usualCount;
  const when = input.option('since');
  const since = when === undefined ? {} : { since: timestampFromDate(readAgo(when, new Date())) };
  const found: Activity[] = [];
  for await (const one of listAll(
    client.activity.listActivity,
    { ...place, ...since },
    (page) => page.activities,
    call,
  )) {
    found.push(one);
    if (found.length === limit) break;
  }
  return found;
}
