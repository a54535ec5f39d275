import type { Noun, Verb } from './command.ts';
import { access } from './nouns/access.ts';
import { activity } from './nouns/activity.ts';
import { admin } from './nouns/admin.ts';
import { api } from './nouns/api.ts';
import { bucket } from './nouns/bucket.ts';
import { context } from './nouns/context.ts';
import { grant } from './nouns/grant.ts';
import { link } from './nouns/link.ts';
import { login } from './nouns/login.ts';
import { member } from './nouns/member.ts';
import { metadata } from './nouns/metadata.ts';
import { org } from './nouns/org.ts';
import { project } from './nouns/project.ts';
import { share } from './nouns/share.ts';
import { sql } from './nouns/sql.ts';
import { table } from './nouns/table.ts';
import { token } from './nouns/token.ts';
import { user } from './nouns/user.ts';
import { whoami } from './nouns/whoami.ts';

export const verbs: readonly Verb[] = [login, whoami, sql, activity, api];

export const nouns: readonly Noun[] = [
  context,
  admin,
  org,
  project,
  member,
  user,
  token,
  bucket,
  share,
  grant,
  link,
  table,
  metadata,
  access,
];
