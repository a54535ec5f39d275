import type { World } from '../world.ts';
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
  grant: 'shares',
  revoke: 'shares',
  add_tenants: 'shares',
  remove_tenants: 'shares',
  list_grants: 'shares',
  rename_share: 'shares',
  change_audience: 'shares',
  delete_share: 'shares',
  create_link: 'shares',
  link_table: 'shares',
  get_link: 'links',
  rename_link: 'links',
  restage_link: 'links',
  delete_link: 'links',
  force_unlink: 'links',
};

/**
 * Whether a command had better not run, since there is nothing yet that it could be about. One in twenty runs all the
 * same: asking for what never was is a request like others.
 */
export function needsMore(world: World, kind: CommandKind, number: number): boolean {
  const needed = needs[kind];
  if (needed === undefined || number % 20 === 19) return false;
  return ![...world[needed].values()].some(({ organization, gone }) => organization === 'ours' && !gone);
}
