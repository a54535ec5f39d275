import { Action } from '@easement/contracts';
import type { Client } from '@easement/client';
import type { Look } from '../act.ts';
import { bucketId, grantableId, metadataObject } from './message.ts';
import type { Hands } from './shows.ts';

type Performers = {
  readonly [K in Look['kind']]: (hands: Hands, act: Extract<Look, { readonly kind: K }>) => Promise<unknown>;
};

const actions = {
  read: Action.READ,
  write: Action.WRITE,
  drop: Action.DROP,
  share: Action.SHARE,
  link: Action.LINK,
} as const;

/** More than a run of commands makes of anything. */
const pageSize = 1_000;

export const looks: Performers = {
  get_bucket: async ({ client, ids, views }, { bucket }) => {
    const answer = await client.buckets.getBucket({ bucketId: bucketId(ids, bucket) });
    return answer.bucket && views.bucket(answer.bucket);
  },
  get_table: async ({ client, ids, views }, act) => {
    const { table } = await client.tables.getTable({ tableId: ids.idOf(act.table, 'table') });
    return table && views.table(table);
  },
  list_buckets: async ({ client, ids, views }, { project }) => {
    const { buckets } = await client.buckets.listBuckets({ projectId: ids.idOf(project, 'project'), pageSize });
    return buckets.map(views.bucket);
  },
  list_tables: async ({ client, ids, views }, { bucket }) => {
    const parent = metadataObject(ids, bucket);
    const { tables } = await client.tables.listTables({ parent, pageSize });
    return tables.map(views.table);
  },
  list_metadata: async ({ client, ids }, { object }) => {
    const answer = await client.metadata.listMetadata({ object: { object: metadataObject(ids, object) }, pageSize });
    return Object.fromEntries(answer.metadata.map(({ key, value }) => [key, value]));
  },
  get_share: async ({ client, ids, views }, act) => {
    const { share } = await client.shares.getShare({ shareId: ids.idOf(act.share, 'share') });
    return share && views.share(share);
  },
  list_shares: async ({ client, ids, views }, { project }) => {
    const { shares } = await client.shares.listShares({ projectId: ids.idOf(project, 'project'), pageSize });
    return shares.map(views.share);
  },
  list_grants: async ({ client, ids, views }, { of, parent }) => {
    const whose =
      of === 'share'
        ? ({ case: 'shareId', value: ids.idOf(parent, 'share') } as const)
        : ({ case: 'objectId', value: grantableId(ids, parent) } as const);
    const { grants } = await client.shares.listGrants({ parent: whose, pageSize });
    return grants.map(views.grant);
  },
  list_offers: async ({ client, ids, views }, { project }) => {
    const { offers } = await client.offers.listOffers({ projectId: ids.idOf(project, 'project'), pageSize });
    return offers.map(views.offer);
  },
  get_link: async ({ client, ids, views }, act) => {
    const { link } = await client.links.getLink({ linkId: ids.idOf(act.link, 'link') });
    return link && views.link(link);
  },
  list_links: async ({ client, ids, views }, { of, parent, showRemoved, outsideOnly }) => {
    const whose =
      of === 'share'
        ? ({ case: 'shareId', value: ids.idOf(parent, 'share') } as const)
        : ({ case: 'projectId', value: ids.idOf(parent, 'project') } as const);
    const asked = { parent: whose, showRemoved, outsideAudienceOnly: outsideOnly, pageSize };
    const { links } = await client.links.listLinks(asked);
    return links.map(views.link);
  },
  list_objects: async ({ client, ids, views }, { project }) => {
    const projectId = ids.idOf(project, 'project');
    const { objects } = await client.projectViews.listProjectObjects({ projectId, pageSize });
    return objects.map(views.object);
  },
  check_access: async ({ client, ids }, { person, project, object, action }) => {
    const isTable = object.startsWith('table') || object === 'no table';
    const { allowed, reason, linkId } = await client.access.checkAccess({
      principalId: ids.idOf(person, 'user'),
      projectId: ids.idOf(project, 'project'),
      object: {
        object: isTable
          ? { case: 'tableId', value: ids.idOf(object, 'table') }
          : { case: 'bucketId', value: ids.idOf(object, 'bucket') },
      },
      action: actions[action],
    });
    return { allowed, reason, link: ids.handleOf(linkId) };
  },
  count_rows: async ({ client, ids }, { project, bucketName, tableName }) => {
    const statement = `SELECT count(*) FROM ${quoted(bucketName)}.${quoted(tableName)}`;
    return { rows: await firstValue(client, ids.idOf(project, 'project'), statement) };
  },
};

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

async function firstValue(client: Client, projectId: string, statement: string): Promise<string> {
  let value = '';
  for await (const row of (await client.query({ projectId, statement })).rows) value = String(row[0]);
  return value;
}
