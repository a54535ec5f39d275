import { living, type Share, type World } from '../world.ts';
import type { CommandKind } from './resolve.ts';

const needs: Partial<Readonly<Record<CommandKind, 'buckets' | 'tables' | 'shares' | 'links'>>> = {
  update_bucket: 'buckets',
  delete_bucket: 'buckets',
  get_bucket: 'buckets',
  create_table: 'buckets',
  list_tables: 'buckets',
  set_metadata: 'buckets',
  list_metadata: 'buckets',
  create_share: 'buckets',
  check_access: 'buckets',
  create_alias: 'tables',
  update_table: 'tables',
  delete_table: 'tables',
  add_column: 'tables',
  rename_column: 'tables',
  drop_column: 'tables',
  get_table: 'tables',
  count_rows: 'tables',
  get_share: 'shares',
  list_grants: 'shares',
  rename_share: 'shares',
  change_audience: 'shares',
  delete_share: 'shares',
  create_link: 'shares',
  get_link: 'links',
  rename_link: 'links',
  restage_link: 'links',
  delete_link: 'links',
  force_unlink: 'links',
};

/** What a share of granted objects may lack, so that nothing could be done with it. */
const lacking: Partial<Readonly<Record<CommandKind, (share: Share, world: World) => boolean>>> = {
  add_tenants: () => false,
  remove_tenants: () => false,
  grant: ({ project }, world) => !living(world.buckets).some((bucket) => bucket.project === project),
  revoke: ({ grants }) => grants.length === 0,
  link_table: ({ grants }) => !grants.some(({ privilege }) => privilege === 'select'),
};

/**
 * Whether a command had better not run, since there is nothing yet that it could be about. One in twenty runs all the
 * same: asking for what never was is a request like others.
 */
export function needsMore(world: World, kind: CommandKind, number: number): boolean {
  if (number % 20 === 19) return false;
  const lacks = lacking[kind];
  if (lacks) return !living(world.shares).some((share) => share.kind === 'grants' && !lacks(share, world));
  const needed = needs[kind];
  if (needed === undefined) return false;
  return ![...world[needed].values()].some(({ organization, gone }) => organization === 'ours' && !gone);
}
