import { linking } from '../bucket/link-bucket.ts';

export const createLink = linking('share', {
  usage: 'create <share>',
  summary:
    'link an offered share into the project: PROJECT.SHARE of the provider, or SHARE where one alone has the name',
  options: [
    { flags: '--object <id>', summary: 'one table or view that the share grants, by its id, in place of all' },
    { flags: '--into <bucket>', summary: 'the bucket of the project in which that object gets its name' },
  ],
  examples: [
    'link create operations.partners --name ops --project analytics',
    'sql "CREATE TABLE notes.airports FROM SHARE operations.partners.airports" --project analytics',
  ],
});
