import { ExistingLinks, type Share } from '@easement/contracts';
import type { Mutation } from '../act.ts';
import {
  bucketId,
  grantableId,
  metadataObject,
  organizationRoles,
  privileges,
  roles,
  stages,
  toAudience,
} from './message.ts';
import { type Hands, nothing, type Shown, shows, type Terms, thing } from './shows.ts';

type Performers = {
  readonly [K in Mutation['kind']]: (hands: Hands, act: Extract<Mutation, { readonly kind: K }>, terms: Terms) => Shown;
};

export const mutations: Performers = {
  create_project: (hands, { name }, terms) =>
    shows(hands, hands.client.projects.createProject({ name, ...terms }), ({ project }) => ({
      handle: hands.ids.handleOf(project?.id ?? ''),
      name: project?.name,
    })),
  delete_project: (hands, act, terms) =>
    shows(hands, hands.client.projects.deleteProject({ ...projectOf(hands, act), ...terms }), nothing),
  add_project_member: (hands, act, terms) =>
    shows(hands, hands.client.memberships.addProjectMember({ ...memberOf(hands, act), ...terms }), (answer) =>
      toMember(hands, act, answer),
    ),
  update_project_member: (hands, act, terms) =>
    shows(hands, hands.client.memberships.updateProjectMember({ ...memberOf(hands, act), ...terms }), (answer) =>
      toMember(hands, act, answer),
    ),
  remove_project_member: (hands, act, terms) => {
    const removed = hands.client.memberships.removeProjectMember({
      ...projectOf(hands, act),
      principalId: hands.ids.idOf(act.person, 'user'),
      ...terms,
    });
    return shows(hands, removed, nothing);
  },
  add_organization_member: (hands, act, terms) => {
    const who = { principalId: hands.ids.idOf(act.person, 'user'), role: organizationRoles[act.role] };
    const added = hands.client.memberships.addOrganizationMember({ ...who, ...terms });
    return shows(hands, added, (answer) => toMember(hands, act, answer));
  },
  update_organization_member: (hands, act, terms) => {
    const who = { principalId: hands.ids.idOf(act.person, 'user'), role: organizationRoles[act.role] };
    const updated = hands.client.memberships.updateOrganizationMember({ ...who, ...terms });
    return shows(hands, updated, (answer) => toMember(hands, act, answer));
  },
  remove_organization_member: (hands, act, terms) => {
    const principalId = hands.ids.idOf(act.person, 'user');
    return shows(hands, hands.client.memberships.removeOrganizationMember({ principalId, ...terms }), nothing);
  },
  create_bucket: (hands, act, terms) => {
    const { name } = act;
    const made = { ...projectOf(hands, act), name, stage: stages[act.stage], ...terms };
    return shows(hands, hands.client.buckets.createBucket(made), ({ bucket }) => hands.views.bucket(thing(bucket)));
  },
  update_bucket: (hands, { bucket, name }, terms) => {
    const changed = { bucketId: bucketId(hands.ids, bucket), name, updateMask: { paths: ['name'] }, ...terms };
    return shows(hands, hands.client.buckets.updateBucket(changed), (answer) =>
      hands.views.bucket(thing(answer.bucket)),
    );
  },
  delete_bucket: (hands, { bucket, force }, terms) =>
    shows(
      hands,
      hands.client.buckets.deleteBucket({ bucketId: bucketId(hands.ids, bucket), force, ...terms }),
      nothing,
    ),
  create_table: (hands, { bucket, name, columns }, terms) => {
    const shape = columns.map((column) => ({ name: column, type: 'STRING', nullable: true }));
    const made = { bucketId: bucketId(hands.ids, bucket), name, columns: shape, ...terms };
    return shows(hands, hands.client.tables.createTable(made), ({ table }) => hands.views.table(thing(table)));
  },
  create_alias: (hands, { bucket, name, source, filter: column, isSynchronized }, terms) => {
    const sourceTableId = hands.ids.idOf(source, 'table');
    const filter = column === '' ? '' : `"${column}" = 'x'`;
    const shape = { name, sourceTableId, filter, autoSyncColumns: isSynchronized };
    const made = { bucketId: bucketId(hands.ids, bucket), ...shape, ...terms };
    return shows(hands, hands.client.tables.createAlias(made), ({ table }) => hands.views.table(thing(table)));
  },
  update_table: (hands, act, terms) => {
    const changed = { ...tableOf(hands, act), name: act.name, updateMask: { paths: ['name'] }, ...terms };
    return shows(hands, hands.client.tables.updateTable(changed), ({ table }) => hands.views.table(thing(table)));
  },
  delete_table: (hands, act, terms) =>
    shows(hands, hands.client.tables.deleteTable({ ...tableOf(hands, act), ...terms }), nothing),
  add_column: (hands, act, terms) => {
    const added = { ...tableOf(hands, act), column: { name: act.name, type: 'STRING', nullable: true }, ...terms };
    return shows(hands, hands.client.tables.addColumn(added), ({ table }) => hands.views.table(thing(table)));
  },
  rename_column: (hands, act, terms) => {
    const renamed = { ...tableOf(hands, act), column: act.name, newName: act.to, ...terms };
    return shows(hands, hands.client.tables.renameColumn(renamed), ({ table }) => hands.views.table(thing(table)));
  },
  drop_column: (hands, act, terms) => {
    const dropped = { ...tableOf(hands, act), column: act.name, ...terms };
    return shows(hands, hands.client.tables.dropColumn(dropped), ({ table }) => hands.views.table(thing(table)));
  },
  set_metadata: (hands, { object, key, value }, terms) => {
    const set = { object: { object: metadataObject(hands.ids, object) }, entries: [{ key, value }], ...terms };
    return shows(hands, hands.client.metadata.setMetadata(set), ({ metadata }) =>
      Object.fromEntries(metadata.map((one) => [one.key, one.value])),
    );
  },
  create_share: (hands, { bucket, name, comment, audience }, terms) => {
    const content = { case: 'bucket', value: { bucketId: bucketId(hands.ids, bucket) } } as const;
    const made = { content, name, comment, audience: toAudience(hands.ids, audience), ...terms };
    return shows(hands, hands.client.shares.createShare(made), ({ share }) => hands.views.share(thing(share)));
  },
  create_grants_share: (hands, act, terms) => {
    const { name, comment, audience } = act;
    const content = { case: 'grants', value: projectOf(hands, act) } as const;
    const made = { content, name, comment, audience: toAudience(hands.ids, audience), ...terms };
    return shows(hands, hands.client.shares.createShare(made), ({ share }) => hands.views.share(thing(share)));
  },
  grant: (hands, act, terms) =>
    shows(hands, hands.client.shares.grant({ ...grantOf(hands, act), ...terms }), ({ grant, unchanged }) => ({
      grant: hands.views.grant(thing(grant)),
      unchanged,
    })),
  revoke: (hands, act, terms) =>
    shows(hands, hands.client.shares.revoke({ ...grantOf(hands, act), ...terms }), ({ revoked, unchanged }) => ({
      revoked: revoked.map(hands.views.grant),
      unchanged,
    })),
  add_tenants: (hands, act, terms) =>
    shows(hands, hands.client.shares.addProjects({ ...tenantsOf(hands, act), ...terms }), (answer) =>
      toTenants(hands, answer),
    ),
  remove_tenants: (hands, act, terms) =>
    shows(hands, hands.client.shares.removeProjects({ ...tenantsOf(hands, act), ...terms }), (answer) =>
      toTenants(hands, answer),
    ),
  rename_share: (hands, act, terms) => {
    const changed = { ...shareOf(hands, act), name: act.name, updateMask: { paths: ['name'] }, ...terms };
    return shows(hands, hands.client.shares.updateShare(changed), ({ share }) => hands.views.share(thing(share)));
  },
  change_audience: (hands, act, terms) => {
    const existingLinks = act.cuts ? ExistingLinks.CUT : ExistingLinks.KEEP;
    const audience = toAudience(hands.ids, act.audience);
    const changed = { ...shareOf(hands, act), audience, existingLinks, updateMask: { paths: ['audience'] }, ...terms };
    return shows(hands, hands.client.shares.updateShare(changed), ({ share }) => hands.views.share(thing(share)));
  },
  delete_share: (hands, act, terms) =>
    shows(hands, hands.client.shares.deleteShare({ ...shareOf(hands, act), ...terms }), nothing),
  create_link: (hands, act, terms) => {
    const where = { ...shareOf(hands, act), ...projectOf(hands, act), name: act.name, stage: stages[act.stage] };
    return shows(hands, hands.client.links.createLink({ ...where, ...terms }), ({ link }) =>
      hands.views.link(thing(link)),
    );
  },
  link_table: (hands, act, terms) => {
    const where = { ...shareOf(hands, act), ...projectOf(hands, act), name: act.name, stage: stages[act.stage] };
    const single = {
      objectId: hands.ids.idOf(act.object, 'table'),
      targetBucketId: hands.ids.idOf(act.target, 'bucket'),
    };
    return shows(hands, hands.client.links.createLink({ ...where, ...single, ...terms }), ({ link }) =>
      hands.views.link(thing(link)),
    );
  },
  rename_link: (hands, act, terms) => {
    const changed = { ...linkOf(hands, act), name: act.name, updateMask: { paths: ['name'] }, ...terms };
    return shows(hands, hands.client.links.updateLink(changed), ({ link }) => hands.views.link(thing(link)));
  },
  restage_link: (hands, act, terms) => {
    const changed = { ...linkOf(hands, act), stage: stages[act.stage], updateMask: { paths: ['stage'] }, ...terms };
    return shows(hands, hands.client.links.updateLink(changed), ({ link }) => hands.views.link(thing(link)));
  },
  delete_link: (hands, act, terms) =>
    shows(hands, hands.client.links.deleteLink({ ...linkOf(hands, act), ...terms }), nothing),
  force_unlink: (hands, act, terms) => {
    const where = { ...shareOf(hands, act), ...projectOf(hands, act), comment: act.comment };
    return shows(hands, hands.client.links.forceUnlink({ ...where, ...terms }), nothing);
  },
};

function projectOf({ ids }: Hands, { project }: { readonly project: string }) {
  return { projectId: ids.idOf(project, 'project') };
}

function tableOf({ ids }: Hands, { table }: { readonly table: string }) {
  return { tableId: ids.idOf(table, 'table') };
}

function shareOf({ ids }: Hands, { share }: { readonly share: string }) {
  return { shareId: ids.idOf(share, 'share') };
}

type Granting = Extract<Mutation, { readonly kind: 'grant' | 'revoke' }>;

function grantOf(hands: Hands, act: Granting) {
  const objectId = grantableId(hands.ids, act.object);
  return { ...shareOf(hands, act), objectId, privilege: privileges[act.privilege] };
}

function tenantsOf(hands: Hands, act: { readonly share: string; readonly projects: readonly string[] }) {
  const projectIds = act.projects.map((project) => hands.ids.idOf(project, 'project'));
  return { ...shareOf(hands, act), projectIds };
}

function toTenants(
  { ids, views }: Hands,
  { share, unchangedProjectIds }: { readonly share?: Share | undefined; readonly unchangedProjectIds: string[] },
): object {
  return { share: views.share(thing(share)), unchanged: unchangedProjectIds.map(ids.handleOf) };
}

function linkOf({ ids }: Hands, { link }: { readonly link: string }) {
  return { linkId: ids.idOf(link, 'link') };
}

type Membership = Extract<Mutation, { readonly kind: 'add_project_member' | 'update_project_member' }>;

function memberOf(hands: Hands, act: Membership) {
  return { ...projectOf(hands, act), principalId: hands.ids.idOf(act.person, 'user'), role: roles[act.role] };
}

/** The role that is shown, in the word of the model if it is the one that was asked for. */
function toMember(
  { ids }: Hands,
  { role }: { readonly role: string },
  { member }: { readonly member?: { readonly principalId: string; readonly role: number } | undefined },
): object {
  const asked = [...Object.entries(roles), ...Object.entries(organizationRoles)];
  const isSame = asked.some(([word, code]) => word === role && code === member?.role);
  return { person: ids.handleOf(member?.principalId ?? ''), role: isSame ? role : member?.role };
}
