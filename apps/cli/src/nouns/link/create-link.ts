import { linking } from '../bucket/link-bucket.ts';

export const createLink = linking('share', {
  usage: 'create <share>',
  summary:
    'link an offered share into the project: PROJECT.SHARE of the provider, or SHARE where one alone has the name',
  examples: ['link create operations.partners --name ops --project analytics'],
});
