import { accessActions, type Act } from '../act.ts';
import type { World } from '../world.ts';
import { chooseAudience, chooseColumnOf, chooseMember, chooseTableName, chooseTenants } from './choose.ts';
import { chooseConsumer, chooseGrant, chooseGranting, chooseProvider, chooseTableToLink } from './choose-grant.ts';
import {
  chooseBucket,
  chooseBucketOrLink,
  chooseColumn,
  chooseLink,
  chooseName,
  choosePerson,
  chooseProject,
  chooseShare,
  chooseTable,
  type Dice,
} from './dice.ts';

const organizationRoles = ['member', 'support', 'admin', 'owner'] as const;
const stages = ['in', 'out'] as const;

type Acts = { readonly [K in Act['kind']]: (dice: Dice, world: World) => Extract<Act, { readonly kind: K }> };

/** How each kind of act chooses what it is about. */
export const resolvers: Acts = {
  create_project: (dice) => ({ kind: 'create_project', name: chooseName(dice) }),
  delete_project: (dice, world) => ({ kind: 'delete_project', project: chooseProject(dice, world) }),
  add_project_member: (dice, world) => ({ kind: 'add_project_member', ...chooseMember(dice, world) }),
  update_project_member: (dice, world) => ({ kind: 'update_project_member', ...chooseMember(dice, world) }),
  remove_project_member: (dice, world) => {
    const { project, person } = chooseMember(dice, world);
    return { kind: 'remove_project_member', project, person };
  },
  add_organization_member: (dice, world) => ({
    kind: 'add_organization_member',
    person: choosePerson(dice, world),
    role: dice.of(organizationRoles),
  }),
  update_organization_member: (dice, world) => ({
    kind: 'update_organization_member',
    person: choosePerson(dice, world),
    role: dice.of(organizationRoles),
  }),
  remove_organization_member: (dice, world) => ({
    kind: 'remove_organization_member',
    person: choosePerson(dice, world),
  }),
  create_bucket: (dice, world) => ({
    kind: 'create_bucket',
    project: chooseProject(dice, world),
    name: chooseName(dice),
    stage: dice.of(stages),
  }),
  update_bucket: (dice, world) => ({
    kind: 'update_bucket',
    bucket: chooseBucketOrLink(dice, world),
    name: chooseName(dice),
  }),
  delete_bucket: (dice, world) => ({
    kind: 'delete_bucket',
    bucket: chooseBucketOrLink(dice, world),
    force: dice.chance(50),
  }),
  create_table: (dice, world) => ({
    kind: 'create_table',
    bucket: chooseBucketOrLink(dice, world),
    name: chooseName(dice),
    columns: dice.chance(50) ? [chooseColumn(dice), chooseColumn(dice)] : [chooseColumn(dice)],
  }),
  create_alias: (dice, world) => {
    const source = chooseTable(dice, world);
    const home = world.tables.get(source)?.bucket;
    return {
      kind: 'create_alias',
      bucket: home === undefined || dice.chance(50) ? chooseBucketOrLink(dice, world) : home,
      name: chooseName(dice),
      source,
      filter: dice.chance(30) ? (world.tables.get(source)?.columns[0]?.name ?? '') : '',
      isSynchronized: !dice.chance(30),
    };
  },
  update_table: (dice, world) => ({
    kind: 'update_table',
    table: chooseTable(dice, world),
    name: chooseName(dice),
  }),
  delete_table: (dice, world) => ({ kind: 'delete_table', table: chooseTable(dice, world) }),
  add_column: (dice, world) => ({ kind: 'add_column', table: chooseTable(dice, world), name: chooseColumn(dice) }),
  rename_column: (dice, world) => {
    const table = chooseTable(dice, world);
    return { kind: 'rename_column', table, name: chooseColumnOf(dice, world, table), to: chooseColumn(dice) };
  },
  drop_column: (dice, world) => {
    const table = chooseTable(dice, world);
    return { kind: 'drop_column', table, name: chooseColumnOf(dice, world, table) };
  },
  set_metadata: (dice, world) => ({
    kind: 'set_metadata',
    object: dice.chance(50) ? chooseLink(dice, world) : chooseBucket(dice, world),
    key: dice.of(['owner', 'source']),
    value: dice.of(['finance', 'ops', 'lab']),
  }),
  create_share: (dice, world) => ({
    kind: 'create_share',
    bucket: chooseBucketOrLink(dice, world),
    name: dice.chance(30) ? chooseName(dice) : '',
    comment: dice.chance(20) ? 'fresh daily' : '',
    audience: chooseAudience(dice, world),
  }),
  create_grants_share: (dice, world) => ({
    kind: 'create_grants_share',
    project: chooseProvider(dice, world),
    name: chooseName(dice),
    comment: dice.chance(20) ? 'fresh daily' : '',
    audience: dice.chance(4) ? chooseAudience(dice, world) : chooseTenants(dice, world),
  }),
  grant: (dice, world) => ({ kind: 'grant', ...chooseGrant(dice, world) }),
  revoke: (dice, world) => ({ kind: 'revoke', ...chooseGrant(dice, world) }),
  add_tenants: (dice, world) => ({
    kind: 'add_tenants',
    share: chooseGranting(dice, world),
    projects: chooseTenants(dice, world).projects,
  }),
  remove_tenants: (dice, world) => ({
    kind: 'remove_tenants',
    share: chooseGranting(dice, world),
    projects: chooseTenants(dice, world).projects,
  }),
  rename_share: (dice, world) => ({
    kind: 'rename_share',
    share: chooseShare(dice, world),
    name: chooseName(dice),
  }),
  change_audience: (dice, world) => {
    const share = chooseShare(dice, world);
    const takesTenants = (world.shares.get(share)?.kind === 'grants') !== dice.chance(5);
    const audience = (takesTenants ? chooseTenants : chooseAudience)(dice, world);
    return { kind: 'change_audience', share, audience, cuts: dice.chance(takesTenants ? 90 : 30) };
  },
  delete_share: (dice, world) => ({ kind: 'delete_share', share: chooseShare(dice, world) }),
  create_link: (dice, world) => {
    const share = chooseShare(dice, world);
    const project = chooseConsumer(dice, world, share);
    return { kind: 'create_link', share, project, name: chooseName(dice), stage: dice.of(stages) };
  },
  link_table: (dice, world) => ({
    kind: 'link_table',
    ...chooseTableToLink(dice, world),
    name: chooseName(dice),
    stage: dice.of(stages),
  }),
  rename_link: (dice, world) => ({
    kind: 'rename_link',
    link: chooseLink(dice, world),
    name: chooseName(dice),
  }),
  restage_link: (dice, world) => ({ kind: 'restage_link', link: chooseLink(dice, world), stage: dice.of(stages) }),
  delete_link: (dice, world) => ({ kind: 'delete_link', link: chooseLink(dice, world) }),
  force_unlink: (dice, world) => {
    // Mostly one that is there to be removed.
    const link = world.links.get(chooseLink(dice, world));
    const [share, project] = [chooseShare(dice, world), chooseProject(dice, world)];
    const isGuess = dice.chance(30) || link === undefined;
    const comment = dice.of(['', 'too old']);
    return isGuess
      ? { kind: 'force_unlink', share, project, comment }
      : { kind: 'force_unlink', share: link.share, project: link.project, comment };
  },
  get_bucket: (dice, world) => ({ kind: 'get_bucket', bucket: chooseBucketOrLink(dice, world) }),
  get_table: (dice, world) => ({ kind: 'get_table', table: chooseTable(dice, world) }),
  list_buckets: (dice, world) => ({ kind: 'list_buckets', project: chooseProject(dice, world) }),
  list_tables: (dice, world) => ({
    kind: 'list_tables',
    bucket: dice.chance(60) ? chooseLink(dice, world) : chooseBucket(dice, world),
  }),
  list_metadata: (dice, world) => ({
    kind: 'list_metadata',
    object: dice.chance(50) ? chooseLink(dice, world) : chooseBucket(dice, world),
  }),
  get_share: (dice, world) => ({ kind: 'get_share', share: chooseShare(dice, world) }),
  list_shares: (dice, world) => ({ kind: 'list_shares', project: chooseProject(dice, world) }),
  list_grants: (dice, world) => {
    const of = dice.of(['share', 'object']);
    if (of === 'share') return { kind: 'list_grants', of, parent: chooseShare(dice, world) };
    return { kind: 'list_grants', of, parent: (dice.chance(50) ? chooseBucket : chooseTable)(dice, world) };
  },
  list_offers: (dice, world) => ({ kind: 'list_offers', project: chooseProject(dice, world) }),
  get_link: (dice, world) => ({ kind: 'get_link', link: chooseLink(dice, world) }),
  list_links: (dice, world) => {
    const of = dice.of(['share', 'project']);
    const parent = of === 'share' ? chooseShare(dice, world) : chooseProject(dice, world);
    return { kind: 'list_links', of, parent, showRemoved: dice.chance(50), outsideOnly: dice.chance(30) };
  },
  list_objects: (dice, world) => ({ kind: 'list_objects', project: chooseProject(dice, world) }),
  check_access: (dice, world) => ({
    kind: 'check_access',
    project: chooseProject(dice, world),
    object: dice.chance(30) ? chooseTable(dice, world) : chooseBucket(dice, world),
    action: dice.of(accessActions),
    person: dice.chance(40) ? choosePerson(dice, world) : '',
  }),
  count_rows: (dice, world) => ({ kind: 'count_rows', ...chooseTableName(dice, world) }),
};
