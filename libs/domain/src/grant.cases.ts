/**
 * Grants × objects × operations as data, run against the functions here and against the running service. `operations` has
 * two shares of its database `db`: `one` for `analytics` and `marketing`, `two` for `analytics`. Of what is in it, `wide`
 * and `broad` are views that read the database `other` as well, `alias` shows `table`; `stranger` is a table of `other`.
 */
export const caseObjects = [
  'db',
  'other',
  'table',
  'twin',
  'view',
  'wide',
  'broad',
  'fun',
  'alias',
  'stranger',
] as const;
export type CaseObject = (typeof caseObjects)[number];
export type CaseShare = 'one' | 'two';
export const caseConsumers = ['analytics', 'marketing'] as const;
export type CaseConsumer = (typeof caseConsumers)[number];

/** Whom the shares are for at first. */
export const caseTenants: Readonly<Record<CaseShare, readonly CaseConsumer[]>> = {
  one: ['analytics', 'marketing'],
  two: ['analytics'],
};

/** What is done: to a share and an object, to a share and a project that links it or one object of it, or to a thing. */
export type CaseStep =
  | {
      readonly verb: 'grant' | 'revoke' | 'refer' | 'unrefer';
      readonly object: CaseObject;
      readonly share: CaseShare;
    }
  | {
      readonly verb: 'link' | 'unlink' | 'rename' | 'add' | 'remove' | 'force';
      readonly share: CaseShare;
      readonly project: CaseConsumer;
      readonly object: CaseObject | undefined;
    }
  | {
      readonly verb: 'drop' | 'rename' | 'make' | 'replace' | 'widen' | 'taint' | 'hide';
      readonly thing: CaseObject | CaseShare;
    };

export type GrantCase = {
  readonly story: string;
  readonly given: readonly CaseStep[];
  readonly act: CaseStep;
  /** `yes`, `unchanged`, or the reason of the refusal. */
  readonly answer: string;
  /** What each share holds afterwards, as its provider lists it: objects, and `+` the databases that views may read. */
  readonly holds: Readonly<Record<CaseShare, string>>;
  /** What each consumer may read then, by whichever links. */
  readonly reads: Readonly<Record<CaseConsumer, string>>;
};

/** Where several rows begin. */
const beginnings: Readonly<Record<string, string>> = {
  '-': '',
  shares: 'grant db to one, grant db to two',
  links: 'shares, link one in analytics, link one in marketing, link two in analytics',
  granted: 'links, grant table to one',
  both: 'granted, grant table to two',
  viewed: 'granted, grant view to one',
  widely: 'links, refer one to other, grant wide to one',
  single: 'shares, grant table to one, grant twin to one, link table of one in marketing',
  twofold: 'single, link one in marketing',
};

const rows = `
  given                            | act                                | answer                  | one             | two            | analytics  | marketing

  -                                | grant table to one                 | wrong_share_object      | -               | -              | -          | -
  -                                | grant db to one                    | yes                     | db              | -              | -          | -
  -                                | grant other to one                 | yes                     | other           | -              | -          | -
  -                                | refer one to other                 | yes                     | +other          | -              | -          | -
  shares                           | grant other to one                 | wrong_share_object      | db              | db             | -          | -
  links                            | grant db to one                    | unchanged               | db              | db             | -          | -
  links                            | grant table to one                 | yes                     | db table        | db             | table      | table
  links                            | grant view to one                  | yes                     | db view         | db             | view       | view
  links                            | grant fun to one                   | yes                     | db fun          | db             | fun        | fun
  links                            | grant alias to one                 | yes                     | db alias        | db             | alias      | alias
  links                            | grant stranger to one              | wrong_share_object      | db              | db             | -          | -
  links                            | grant wide to one                  | reference_usage_missing | db              | db             | -          | -
  links, refer one to other        | grant stranger to one              | wrong_share_object      | db +other       | db             | -          | -
  links, refer two to other        | grant wide to one                  | reference_usage_missing | db              | db +other      | -          | -
  links, refer one to other        | grant wide to one                  | yes                     | db wide +other  | db             | wide       | wide
  links, drop table                | grant table to one                 | not_found               | db              | db             | -          | -
  links, hide alias                | grant alias to one                 | wrong_share_object      | db              | db             | -          | -
  links, taint view                | grant view to one                  | reshare_forbidden       | db              | db             | -          | -
  granted                          | grant table to one                 | unchanged               | db table        | db             | table      | table
  granted                          | grant table to two                 | yes                     | db table        | db table       | table      | table

  links                            | revoke table from one              | unchanged               | db              | db             | -          | -
  granted                          | revoke table from one              | yes                     | db              | db             | -          | -
  granted                          | revoke db from one                 | yes                     | -               | db             | -          | -
  granted, revoke table from one   | grant table to one                 | yes                     | db table        | db             | table      | table
  granted, revoke db from one      | grant db to one                    | yes                     | db              | db             | -          | -
  granted, revoke db from one      | grant table to one                 | wrong_share_object      | -               | db             | -          | -
  granted, revoke db from one      | grant other to one                 | wrong_share_object      | -               | db             | -          | -
  shares, revoke db from one       | grant other to one                 | yes                     | other           | db             | -          | -
  both                             | revoke table from one              | yes                     | db              | db table       | table      | -
  both                             | revoke table from two              | yes                     | db table        | db             | table      | table
  both                             | revoke db from one                 | yes                     | -               | db table       | table      | -
  widely                           | unrefer one to other               | yes                     | db wide         | db             | -          | -
  widely, unrefer one to other     | refer one to other                 | yes                     | db wide +other  | db             | wide       | wide
  widely, grant broad to one       | revoke wide from one               | yes                     | db broad +other | db             | broad      | broad
  widely, refer two to other, grant wide to two | unrefer one to other  | yes                     | db wide         | db wide +other | wide       | -

  granted                          | drop table                         | yes                     | db              | db             | -          | -
  viewed                           | drop view                          | yes                     | db table        | db             | table      | table
  granted                          | drop db                            | yes                     | gone            | gone           | -          | -
  both                             | drop one                           | yes                     | gone            | db table       | table      | -
  granted                          | drop two                           | yes                     | db table        | gone           | table      | table
  granted, drop one, make one, grant db to one | grant table to one     | yes                     | db table        | db             | -          | -

  viewed                           | replace view                       | yes                     | db table view   | db             | table view | table view
  viewed                           | widen view                         | yes                     | db table view   | db             | table      | table
  viewed, widen view               | refer one to other                 | yes                     | db table view +other | db        | table view | table view
  viewed                           | taint view                         | yes                     | db table view   | db             | table      | table
  granted, grant alias to one      | hide alias                         | yes                     | db table alias  | db             | table      | table

  granted                          | rename db                          | yes                     | db table        | db             | table      | table
  granted                          | rename one                         | yes                     | db table        | db             | table      | table
  granted                          | rename one in analytics            | yes                     | db table        | db             | table      | table

  -                                | link one in analytics              | not_shared              | -               | -              | -          | -
  shares                           | link one in analytics              | yes                     | db              | db             | -          | -
  shares                           | link two in marketing              | not_found               | db              | db             | -          | -
  links                            | link one in analytics              | link_exists             | db              | db             | -          | -
  granted                          | unlink one in analytics            | yes                     | db table        | db             | -          | table
  both                             | unlink one in analytics            | yes                     | db table        | db table       | table      | table
  granted, unlink one in analytics | link one in analytics              | yes                     | db table        | db             | table      | table
  granted                          | force one in marketing             | yes                     | db table        | db             | table      | -
  granted                          | remove one in analytics            | yes                     | db table        | db             | -          | table
  both                             | remove one in analytics            | yes                     | db table        | db table       | table      | table
  granted                          | remove two in marketing            | unchanged               | db table        | db             | table      | table
  granted, remove one in analytics | add one in analytics               | yes                     | db table        | db             | -          | table
  granted, remove one in analytics, add one in analytics | link one in analytics | yes            | db table        | db             | table      | table

  shares, grant table to one       | link table of one in marketing     | yes                     | db table        | db             | -          | table
  shares, grant table to one       | link twin of one in marketing      | not_found               | db table        | db             | -          | -
  shares                           | link table of one in marketing     | not_found               | db              | db             | -          | -
  -                                | link table of one in marketing     | not_found               | -               | -              | -          | -
  single                           | link table of one in marketing     | link_exists             | db table twin   | db             | -          | table
  single                           | link one in marketing              | yes                     | db table twin   | db             | -          | table twin
  single                           | revoke table from one              | yes                     | db twin         | db             | -          | -
  single                           | revoke twin from one               | yes                     | db table        | db             | -          | table
  single                           | revoke db from one                 | yes                     | -               | db             | -          | -
  single, revoke db from one       | grant other to one                 | wrong_share_object      | -               | db             | -          | -
  single, revoke table from one    | grant table to one                 | yes                     | db table twin   | db             | -          | table
  single                           | drop table                         | yes                     | db twin         | db             | -          | -
  single                           | drop one                           | yes                     | gone            | db             | -          | -
  single                           | remove one in marketing            | yes                     | db table twin   | db             | -          | -
  twofold                          | unlink table of one in marketing   | yes                     | db table twin   | db             | -          | table twin
  twofold                          | unlink one in marketing            | yes                     | db table twin   | db             | -          | table
  twofold                          | force one in marketing             | yes                     | db table twin   | db             | -          | -
`;

const forms = [
  /^(?<verb>grant|revoke) (?<object>\w+) (to|from) (?<share>one|two)$/,
  /^(?<verb>refer|unrefer) (?<share>one|two) to (?<object>\w+)$/,
  /^(?<verb>link|unlink|rename|add|remove|force) ((?<object>\w+) of )?(?<share>one|two) in (?<project>\w+)$/,
  /^(?<verb>drop|rename|make|replace|widen|taint|hide) (?<thing>\w+)$/,
];

export const grantCases: readonly GrantCase[] = rows
  .split('\n')
  .filter((row) => row.trim() !== '')
  .slice(1)
  .map(toCase);

function toCase(row: string): GrantCase {
  const cells = row.split('|').map((cell) => cell.trim());
  const [given = '', act = '', answer = '', one = '', two = '', analytics = '', marketing = ''] = cells;
  if (cells.length !== 7) throw new TypeError(`a row of seven cells is wanted, not ${row}`);
  const story = `${given === '-' ? 'from nothing' : `given ${given}`}, ${act}: ${answer}`;
  const steps = expand(given).map(toStep);
  return { story, given: steps, act: toStep(act), answer, holds: { one, two }, reads: { analytics, marketing } };
}

function expand(given: string): string[] {
  return given.split(', ').flatMap((part) => {
    const beginning = beginnings[part];
    if (beginning === undefined) return [part];
    return beginning === '' ? [] : expand(beginning);
  });
}

function toStep(text: string): CaseStep {
  for (const form of forms) {
    const { groups } = form.exec(text) ?? {};
    if (groups) return groups as unknown as CaseStep;
  }
  throw new TypeError(`no step is written so: ${text}`);
}
