import type { Database, PageTokens } from '@easement/persistence';
import type { Followers } from './activity/followers.ts';
import type { Catalog } from './peers/catalog.ts';
import type { Directory } from './peers/directory.ts';
import type { Inventory } from './reconcile/inventory.ts';

/** The points between the steps of what takes several: a crash at any of them must leave nothing that is not finished. */
export type Step =
  | 'share_inserted'
  | 'creators_asked'
  | 'audience_changed'
  | 'link_pending'
  | 'hold_placed'
  | 'link_active'
  | 'link_renaming'
  | 'name_changed'
  | 'link_removing'
  | 'hold_released'
  | 'link_removed'
  | 'links_read';

/** Everything a handler may reach for. Built once, in `service.ts`. */
export type Deps = {
  readonly db: Database;
  readonly pages: PageTokens;
  readonly directory: Directory;
  readonly catalog: Catalog;
  readonly inventory: Inventory;
  readonly followers: Followers;
  readonly now: () => Date;
  /** Told after each step, so that tests can stop there. */
  readonly reached: (step: Step) => Promise<void>;
};
