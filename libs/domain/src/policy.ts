/** The kinds of share. One engine serves them all; what differs between them is this table alone. */
export type ShareKind = 'bucket';

export type Policy = {
  /** How a consumer takes the share up: by making a link, or at once. */
  readonly takenUp: 'by_linking' | 'at_once';
  /** What dropping the source does while links are there. */
  readonly dropWhileLinked: 'refused' | 'done_and_told';
  /** What narrowing the audience does to links that it would no longer admit, where the caller does not say. */
  readonly narrowing: 'keeps_and_flags' | 'cuts';
  /** Whether a bucket has one such share at most. */
  readonly oneForEachBucket: boolean;
};

/** Source: sharing rules, section 3. */
export const policies: Readonly<Record<ShareKind, Policy>> = {
  bucket: { takenUp: 'by_linking', dropWhileLinked: 'refused', narrowing: 'keeps_and_flags', oneForEachBucket: true },
};
