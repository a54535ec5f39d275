import { type Grant, shownBy } from '@easement/domain';

/** What a link of a share with these grants shows, in the words of both messages; nothing where it shows its whole bucket. */
export function toShown(grants: readonly Grant[] | undefined) {
  return grants === undefined ? {} : { onlyGranted: true, grantedIds: [...shownBy(grants).objects] };
}
