import { OrganizationRole, ProjectRole } from '@easement/contracts';

/** A person of the sample: named by what they may do. */
export type SampleAccount = {
  readonly email: string;
  readonly displayName: string;
  readonly organizationRole?: OrganizationRole;
  readonly projects?: Readonly<Record<string, ProjectRole>>;
};

export type SampleBucket = {
  readonly project: string;
  readonly name: string;
  readonly description: string;
  /** Each table by its name, with the file of the data folder that it is loaded from. */
  readonly tables: Readonly<Record<string, string>>;
};

/** The sample organization, an airline, as data: `createSample` makes it through the API. */
export const meridian = {
  name: 'Meridian',
  ownerEmail: 'owner@meridian.example',
  projects: {
    operations: 'Flies: owns what is known of flights, routes and airports',
    safety: 'Watches: owns what is known of wildlife strikes',
    analytics: 'Asks: links what others share, owns little',
    marketing: 'Tells: reads what it is shown',
    platform: 'Runs: clusters, stacks and integrations',
  },
  accounts: [
    {
      email: 'operations-admin@meridian.example',
      displayName: 'Operations admin',
      organizationRole: OrganizationRole.MEMBER,
      projects: { operations: ProjectRole.ADMIN },
    },
    {
      email: 'safety-admin@meridian.example',
      displayName: 'Safety admin',
      organizationRole: OrganizationRole.MEMBER,
      projects: { safety: ProjectRole.ADMIN },
    },
    {
      email: 'analytics-writer@meridian.example',
      displayName: 'Analytics writer',
      organizationRole: OrganizationRole.MEMBER,
      projects: { analytics: ProjectRole.WRITE },
    },
    {
      email: 'marketing-reader@meridian.example',
      displayName: 'Marketing reader',
      projects: { marketing: ProjectRole.READ },
    },
    {
      email: 'support@meridian.example',
      displayName: 'Support',
      organizationRole: OrganizationRole.SUPPORT,
    },
  ],
  buckets: [
    {
      project: 'operations',
      name: 'flights',
      description: 'Flights of early 2001 with their delays, and the airports and routes they used',
      tables: { airports: 'airports.csv', routes: 'routes.csv', flights: 'flights.csv' },
    },
    {
      project: 'safety',
      name: 'wildlife',
      description: 'Strikes of birds and other wildlife',
      tables: { birdstrikes: 'birdstrikes.csv' },
    },
  ],
} as const satisfies {
  readonly name: string;
  readonly ownerEmail: string;
  readonly projects: Readonly<Record<string, string>>;
  readonly accounts: readonly SampleAccount[];
  readonly buckets: readonly SampleBucket[];
};
