import { answered } from './answer.ts';
import { type IdField, nameOf, pathOf } from './id-fields.ts';
import type { Kind } from './kinds.ts';
import type { CallerName } from './scene.ts';

/** One id in one field, for one caller. */
export type Probe = { readonly field: IdField; readonly kind: Kind; readonly caller: CallerName };

/** What is not refused with NOT_FOUND. A list that is absent demands nothing. */
export type Rule = {
  /** Where the rules say so: a section of the sharing rules, or a page of the contract. */
  readonly source: string;
  readonly callers?: readonly CallerName[];
  readonly kinds?: readonly Kind[];
  /** `Service/Method`. */
  readonly methods?: readonly string[];
  /** The path of the field, or its end. */
  readonly field?: RegExp;
  readonly outcome: string;
};

const members: readonly CallerName[] = ['member', 'owner'];
const outsiders: readonly CallerName[] = ['guest', 'steward'];
const checks = ['AccessService/CheckAccess', 'AccessService/BatchCheckAccess'];

/** How an id that was never issued is answered, where not with NOT_FOUND: and so every id that the caller cannot see. */
const ofAbsent: readonly Rule[] = [
  {
    source: '§4: in lists of targets, ids that the organization does not have are refused, naming exactly those',
    callers: members,
    field: /^(audience\..*|project_ids)$/,
    outcome: 'CROSS_ORGANIZATION',
  },
  {
    source: '§3: shares are managed by organization members, and to others nothing is told of targets',
    callers: outsiders,
    field: /^(audience\..*|project_ids)$/,
    outcome: 'NOT_ORGANIZATION_MEMBER',
  },
  {
    source: '§7: no link there, a wrong share, an unknown project: one and the same NO_SUCH_LINK',
    methods: ['LinkService/ForceUnlink'],
    field: /^share_id$/,
    outcome: 'NO_SUCH_LINK',
  },
  {
    source: '§7: no link there, a wrong share, an unknown project: one and the same NO_SUCH_LINK',
    callers: members,
    methods: ['LinkService/ForceUnlink'],
    outcome: 'NO_SUCH_LINK',
  },
  {
    source: '§3: shares are managed by organization members, who alone are told who links',
    callers: outsiders,
    methods: ['LinkService/ForceUnlink'],
    outcome: 'NOT_ORGANIZATION_MEMBER',
  },
  {
    source: '§3: shares are managed by organization members, and to others nothing is told of what they hold',
    callers: outsiders,
    methods: ['ShareService/Revoke'],
    field: /^object_id$/,
    outcome: 'NOT_ORGANIZATION_MEMBER',
  },
  {
    source: 'the contract, ShareService: no privilege of a bucket or a function is to be selected from',
    kinds: ['bucket', 'function'],
    methods: ['ShareService/Revoke'],
    outcome: 'WRONG_PRIVILEGE',
  },
  {
    source: '§5: revoking what is not granted succeeds',
    methods: ['ShareService/Revoke'],
    field: /^object_id$/,
    outcome: answered,
  },
  {
    source: 'the contract, AccessService: what may not be done to an object is an answer, with its reason',
    methods: checks,
    field: /object\.\w+$/,
    outcome: answered,
  },
  {
    source: 'the contract, ActivityService: of a share that was never in this project there is no activity',
    methods: ['ActivityService/ListActivity', 'ActivityService/FollowActivity'],
    field: /^share_id$/,
    outcome: answered,
  },
  {
    source: 'the contract, AccessService: what is no link is left to the catalog',
    methods: ['AccessService/ResolveNames'],
    field: /^(bucket|link)_ids$/,
    outcome: answered,
  },
  {
    source: 'the contract, LinkService: of a bucket in which no links have their names, none are listed',
    methods: ['LinkService/ListLinks'],
    field: /^target_bucket_id$/,
    outcome: answered,
  },
  {
    source: 'the contract, OrganizationService: organizations are deleted by the operator alone',
    methods: ['OrganizationService/DeleteOrganization'],
    outcome: 'MISSING_ROLE',
  },
  {
    source: 'the contract, ReconcileService and FileService: an installation is brought together by the operator alone',
    methods: ['ReconcileService/Reconcile', 'FileService/CheckFiles'],
    outcome: 'MISSING_ROLE',
  },
  {
    source: 'the contract, Column: its id is not for requests',
    kinds: ['column'],
    field: /column(s)?\.id$/,
    outcome: answered,
  },
];

const people: readonly Kind[] = ['user', 'service_account', 'email'];

/** Where who is in the organization sees names and ids of its projects and people, the invisible ones too. */
const ofNames: readonly Rule[] = [
  {
    source: '§4: the lists of an audience take every project and person of the organization',
    callers: ['member'],
    kinds: ['project', ...people],
    field: /^(audience\..*|project_ids)$/,
    outcome: answered,
  },
  {
    source: '§8: members see names and ids of every project and person',
    callers: ['member'],
    methods: ['ProjectService/GetProject', 'PrincipalService/GetUser'],
    outcome: answered,
  },
  {
    source: '§8: a project that is seen may be asked about; the answer says what may not be done there',
    callers: ['member'],
    kinds: ['project'],
    methods: checks,
    outcome: answered,
  },
  {
    source: '§8: members see names and ids of every project and person, and nothing inside them',
    callers: ['member'],
    kinds: ['project', ...people],
    field: /^((checks|grants)\.)?(project_id|principal_id)$/,
    outcome: 'MISSING_ROLE',
  },
];

/** These have two ids and answer of the pair, so that a project which is merely known by name says nothing. */
const ofThePair = ['LinkService/ForceUnlink', 'QueryService/Preview', 'LoadService/ExportTable'];

export const allRules: readonly Rule[] = [...ofAbsent, ...ofNames];

/** The rule that decides the answer to an id that was never issued. */
export function ruleOfAbsent(probe: Probe): Rule | undefined {
  return ofAbsent.find((rule) => holds(rule, probe));
}

/** The rule by which the caller sees what is inside no project of theirs, and is answered otherwise. */
export function ruleOfNames(probe: Probe): Rule | undefined {
  if (ofThePair.includes(nameOf(probe.field.method))) return undefined;
  return ofNames.find((rule) => holds(rule, probe));
}

function holds({ callers, kinds, methods, field }: Rule, probe: Probe): boolean {
  return (
    (callers?.includes(probe.caller) ?? true) &&
    (kinds?.includes(probe.kind) ?? true) &&
    (methods?.includes(nameOf(probe.field.method)) ?? true) &&
    (field?.test(pathOf(probe.field)) ?? true)
  );
}
