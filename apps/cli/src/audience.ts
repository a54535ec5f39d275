import type { MessageInitShape } from '@bufbuild/protobuf';
import { type Audience, type AudienceSchema, AudienceType, AudienceTypeSchema } from '@easement/contracts';
import type { Input, OptionText } from './command.ts';
import { usageError } from './command-error.ts';
import { findProject } from './find/projects.ts';
import { valueOf, word, words } from './output/view.ts';
import type { Session } from './session.ts';

const narrow = ['selected-projects', 'selected-users', 'tenants'];
const wide = words(AudienceTypeSchema).filter((text) => !narrow.includes(text));

export const audienceOptions: readonly OptionText[] = [
  { flags: '--to <audience>', summary: 'everybody of that kind', choices: wide },
  { flags: '--to-project <project>', summary: 'this project; may be repeated', repeats: true },
  { flags: '--to-user <person>', summary: 'this person, by e-mail address or id; may be repeated', repeats: true },
];

/** The audience that the options describe: one of the three, or undefined where none is given. */
export async function readAudience(
  session: Session,
  input: Input,
): Promise<MessageInitShape<typeof AudienceSchema> | undefined> {
  const to = input.option('to');
  const projects = input.list('toProject');
  const users = input.list('toUser');
  const given = [to !== undefined, projects.length > 0, users.length > 0].filter(Boolean).length;
  if (given === 0) return undefined;
  if (given > 1) throw usageError('--to, --to-project and --to-user cannot be mixed', 'choose one kind of audience');
  if (to !== undefined) return { type: valueOf(AudienceTypeSchema, to) };
  if (users.length > 0) return { type: AudienceType.SELECTED_USERS, users: [...users] };
  const projectIds = await Promise.all(projects.map((project) => findProject(session, project)));
  return { type: AudienceType.SELECTED_PROJECTS, projectIds };
}

export function audienceText(audience: Audience | undefined, projectName: (id: string) => string): string {
  if (!audience) return '';
  const listed = [...audience.projectIds.map(projectName), ...audience.users];
  const kind = word(AudienceTypeSchema, audience.type);
  return listed.length === 0 ? kind : `${kind}: ${listed.join(', ')}`;
}
