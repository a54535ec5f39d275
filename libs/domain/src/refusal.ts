/** Every reason Easement may refuse a call. The wire names, with what each means, live in `error_reason.proto`. */
export const reasons = [
  'not_found',
  'bad_token',
  'missing_role',
  'not_admitted',
  'not_organization_member',
  'last_owner',
  'last_admin',
  'project_closing',
  'admin_of_every_affected_project_required',
  'cross_organization',
  'link_exists',
  'share_exists',
  'name_taken',
  'has_links',
  'has_attachments',
  'not_empty',
  'link_is_read_only',
  'reshare_forbidden',
  'not_shared',
  'source_gone',
  'wrong_share_object',
  'wrong_privilege',
  'reference_usage_missing',
  'resource_not_ready',
  'type_not_supported',
  'not_shared_with_project',
  'no_such_link',
  'illegal_transition',
  'stale_etag',
  'request_id_reused',
  'bad_page_token',
  'bad_filter',
  'invalid_field',
  'bad_file',
  'sql_syntax',
  'unknown_name',
  'statement_not_supported',
  'feed_truncated',
  'lost_race',
  'peer_unavailable',
  'message_too_large',
  'query_too_large',
  'query_timeout',
  'rate_limited',
] as const;

export type Reason = (typeof reasons)[number];

/**
 * What a refusal is about, for programs: every part of the message that changes. A few keys have a meaning of their own
 * on the wire: `kind` and `id` (or `name`) name the thing (ResourceInfo), `field` the field of the request (BadRequest).
 */
export type Facts = Readonly<Record<string, string>>;

/** An expected "no". Anything else that is thrown is a fault and is never shown to the caller. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: Reason;
  readonly facts: Facts;

  constructor(reason: Reason, message: string, facts: Facts = {}) {
    super(message);
    this.reason = reason;
    this.facts = facts;
  }
}

/**
 * The one answer for what does not exist and for what the caller may not see. `kind` is the noun of the thing; the
 * text never holds more than the caller sent.
 */
export function notFound(kind: string, id: string): Refusal {
  return new Refusal('not_found', `no such ${kind}: ${id}; check the id, and that you may see it`, { kind, id });
}
