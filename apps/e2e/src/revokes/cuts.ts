import type { Client } from '@easement/client';
import { deskOf } from '../statement-desk.ts';
import type { Stage } from './stage.ts';
import type { WayName } from './ways.ts';

/** One way to take back what was shared. */
export type Cut = {
  readonly name: string;
  readonly act: (client: Client, stage: Stage) => Promise<unknown>;
  /** What it closes, and how reads are refused from its answer on. */
  readonly closes: { readonly [way in WayName]?: readonly string[] };
};

/** What is not granted answers like what is not there; a view of the consumer's own stays, and has lost its source. */
const tableHidden = {
  table: ['UNKNOWN_NAME'],
  function: ['UNKNOWN_NAME'],
  single: ['UNKNOWN_NAME'],
  'own view': ['SOURCE_GONE'],
  preview: ['NOT_FOUND'],
  export: ['NOT_FOUND'],
};
const allHidden = { ...tableHidden, view: ['UNKNOWN_NAME'], 'wide view': ['UNKNOWN_NAME'] };
/** Such a link is to a table that its owner has dropped; whether it is told so the rules leave open. */
const goneOrUnknown = ['SOURCE_GONE', 'UNKNOWN_NAME'];

/** Source: sharing rules, sections 3 and 5. */
export const cuts: readonly Cut[] = [
  { name: 'revoke of a table', act: state('revoke select on table d.t from share s'), closes: tableHidden },
  {
    name: 'revoke of a view',
    act: state('revoke select on view d.v from share s'),
    closes: { view: ['UNKNOWN_NAME'] },
  },
  {
    name: 'revoke of a function',
    act: state('revoke usage on function d.f from share s'),
    closes: { function: ['UNKNOWN_NAME'] },
  },
  { name: 'revoke of the database', act: state('revoke usage on database d from share s'), closes: allHidden },
  {
    name: 'revoke of a reference',
    act: state('revoke reference_usage on database e from share s'),
    closes: { 'wide view': ['REFERENCE_USAGE_MISSING'] },
  },
  {
    name: 'removal of the tenant',
    act: (client, stage) => state(`alter share s remove tenants = ${stage.tenant}`)(client, stage),
    closes: allHidden,
  },
  { name: 'drop of the share', act: state('drop share s'), closes: allHidden },
  {
    name: 'drop of the table',
    act: state('drop table d.t'),
    closes: { ...tableHidden, single: goneOrUnknown, view: ['SOURCE_GONE'], 'wide view': ['SOURCE_GONE'] },
  },
  {
    name: 'drop of the database',
    act: state('drop database d'),
    // Once the share has gone away by itself, its links have too.
    closes: {
      ...tableHidden,
      table: goneOrUnknown,
      single: goneOrUnknown,
      view: goneOrUnknown,
      'wide view': goneOrUnknown,
      function: goneOrUnknown,
    },
  },
  {
    name: 'unlink by force',
    act: (client, { shareId, consumer }) => client.links.forceUnlink({ shareId, projectId: consumer }),
    closes: allHidden,
  },
];

function state(statement: string): Cut['act'] {
  return (client, { provider }) => deskOf(client, provider).run(statement);
}
