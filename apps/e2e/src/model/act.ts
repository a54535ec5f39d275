import type { Handle, OrganizationRole, Privilege, ProjectRole, Stage } from './world.ts';

/** An audience as it is asked for: with the list that belongs to its type, or with one that does not. */
export type AskedAudience = {
  readonly type: 'project_members' | 'organization_members' | 'selected_projects' | 'selected_users' | 'tenants';
  readonly projects: readonly Handle[];
  readonly users: readonly Handle[];
  /** People are listed by e-mail address where they have one. */
  readonly byEmail: boolean;
};

/** Everything that changes the world. Where a bucket is named, the handle of a link may stand. */
export type Mutation =
  | { readonly kind: 'create_project'; readonly name: string }
  | { readonly kind: 'delete_project'; readonly project: Handle }
  | {
      readonly kind: 'add_project_member';
      readonly project: Handle;
      readonly person: Handle;
      readonly role: ProjectRole;
    }
  | {
      readonly kind: 'update_project_member';
      readonly project: Handle;
      readonly person: Handle;
      readonly role: ProjectRole;
    }
  | { readonly kind: 'remove_project_member'; readonly project: Handle; readonly person: Handle }
  | { readonly kind: 'add_organization_member'; readonly person: Handle; readonly role: OrganizationRole }
  | { readonly kind: 'update_organization_member'; readonly person: Handle; readonly role: OrganizationRole }
  | { readonly kind: 'remove_organization_member'; readonly person: Handle }
  | { readonly kind: 'create_bucket'; readonly project: Handle; readonly name: string; readonly stage: Stage }
  | { readonly kind: 'update_bucket'; readonly bucket: Handle; readonly name: string }
  | { readonly kind: 'delete_bucket'; readonly bucket: Handle; readonly force: boolean }
  | {
      readonly kind: 'create_table';
      readonly bucket: Handle;
      readonly name: string;
      readonly columns: readonly string[];
    }
  | {
      readonly kind: 'create_alias';
      readonly bucket: Handle;
      readonly name: string;
      readonly source: Handle;
      /** The column of the source that it filters by; empty for none. */
      readonly filter: string;
      readonly isSynchronized: boolean;
    }
  | { readonly kind: 'update_table'; readonly table: Handle; readonly name: string }
  | { readonly kind: 'delete_table'; readonly table: Handle }
  | { readonly kind: 'add_column'; readonly table: Handle; readonly name: string }
  | { readonly kind: 'rename_column'; readonly table: Handle; readonly name: string; readonly to: string }
  | { readonly kind: 'drop_column'; readonly table: Handle; readonly name: string }
  | { readonly kind: 'set_metadata'; readonly object: Handle; readonly key: string; readonly value: string }
  | {
      readonly kind: 'create_share';
      readonly bucket: Handle;
      /** Empty for the bucket's. */
      readonly name: string;
      readonly comment: string;
      readonly audience: AskedAudience;
    }
  | {
      readonly kind: 'create_grants_share';
      readonly project: Handle;
      readonly name: string;
      readonly comment: string;
      readonly audience: AskedAudience;
    }
  | { readonly kind: 'grant'; readonly share: Handle; readonly object: Handle; readonly privilege: Privilege }
  | { readonly kind: 'revoke'; readonly share: Handle; readonly object: Handle; readonly privilege: Privilege }
  | { readonly kind: 'add_tenants'; readonly share: Handle; readonly projects: readonly Handle[] }
  | { readonly kind: 'remove_tenants'; readonly share: Handle; readonly projects: readonly Handle[] }
  | { readonly kind: 'rename_share'; readonly share: Handle; readonly name: string }
  | {
      readonly kind: 'change_audience';
      readonly share: Handle;
      readonly audience: AskedAudience;
      readonly cuts: boolean;
    }
  | { readonly kind: 'delete_share'; readonly share: Handle }
  | {
      readonly kind: 'create_link';
      readonly share: Handle;
      readonly project: Handle;
      readonly name: string;
      readonly stage: Stage;
    }
  | {
      readonly kind: 'link_table';
      readonly share: Handle;
      readonly project: Handle;
      readonly object: Handle;
      readonly target: Handle;
      readonly name: string;
      readonly stage: Stage;
    }
  | { readonly kind: 'rename_link'; readonly link: Handle; readonly name: string }
  | { readonly kind: 'restage_link'; readonly link: Handle; readonly stage: Stage }
  | { readonly kind: 'delete_link'; readonly link: Handle }
  | { readonly kind: 'force_unlink'; readonly share: Handle; readonly project: Handle; readonly comment: string };

export const accessActions = ['read', 'write', 'drop', 'share', 'link'] as const;
export type AccessAction = (typeof accessActions)[number];

/** Everything that looks at the world. */
export type Look =
  | { readonly kind: 'get_bucket'; readonly bucket: Handle }
  | { readonly kind: 'get_table'; readonly table: Handle }
  | { readonly kind: 'list_buckets'; readonly project: Handle }
  | { readonly kind: 'list_tables'; readonly bucket: Handle }
  | { readonly kind: 'list_metadata'; readonly object: Handle }
  | { readonly kind: 'get_share'; readonly share: Handle }
  | { readonly kind: 'list_shares'; readonly project: Handle }
  | { readonly kind: 'list_grants'; readonly of: 'share' | 'object'; readonly parent: Handle }
  | { readonly kind: 'list_offers'; readonly project: Handle }
  | { readonly kind: 'get_link'; readonly link: Handle }
  | {
      readonly kind: 'list_links';
      readonly of: 'share' | 'project';
      readonly parent: Handle;
      readonly showRemoved: boolean;
      readonly outsideOnly: boolean;
    }
  | { readonly kind: 'list_objects'; readonly project: Handle }
  | {
      readonly kind: 'check_access';
      /** Empty for the caller. */
      readonly person: Handle;
      readonly project: Handle;
      readonly object: Handle;
      readonly action: AccessAction;
    }
  | { readonly kind: 'count_rows'; readonly project: Handle; readonly bucketName: string; readonly tableName: string };

export type Act = Mutation | Look;

/** The etag that goes with an act: none, the present one, or the first that the thing ever had. */
export type EtagChoice = 'none' | 'fresh' | 'stale';

/** One request, whole: who asks for what, and on which terms. */
export type Ask = {
  readonly caller: Handle;
  readonly act: Act;
  readonly requestId: string;
  readonly validateOnly: boolean;
  readonly etag: EtagChoice;
};

const looks: ReadonlySet<string> = new Set<Look['kind']>([
  ...(['get_bucket', 'get_table', 'list_buckets', 'list_tables', 'list_metadata', 'get_share'] as const),
  ...([
    'list_shares',
    'list_grants',
    'list_offers',
    'get_link',
    'list_links',
    'list_objects',
    'check_access',
    'count_rows',
  ] as const),
]);

export function isMutation(act: Act): act is Mutation {
  return !looks.has(act.kind);
}

/** Acts of one method share its request ids. */
export function methodOf({ kind }: Act): string {
  if (kind === 'link_table') return 'create_link';
  if (kind === 'create_grants_share') return 'create_share';
  if (kind === 'rename_share' || kind === 'change_audience') return 'update_share';
  return kind === 'rename_link' || kind === 'restage_link' ? 'update_link' : kind;
}
