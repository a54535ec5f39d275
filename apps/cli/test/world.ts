import {
  AccessService,
  ActivityService,
  BucketService,
  FunctionService,
  HistoryService,
  LinkService,
  LoadService,
  MembershipService,
  ObjectKind,
  OfferService,
  OperationKind,
  OrganizationRole,
  OrganizationService,
  Origin,
  PrincipalService,
  ProjectRole,
  ProjectService,
  ProjectViewService,
  QueryService,
  ShareService,
  MetadataService,
  TableService,
  TokenService,
  ViewService,
} from '@easement/contracts';
import { fakeService, startFakeGateway } from '@easement/testing';
import * as things from './things.ts';

const {
  activities,
  ada,
  bucket,
  called,
  ids,
  link,
  offers,
  organization,
  organizationMember,
  project,
  projectMember,
  projects,
} = things;
const {
  alias,
  inHours,
  note,
  notes,
  partners,
  robot,
  selected,
  schema,
  share,
  single,
  table,
  tables,
  token,
  usage,
  view,
  viewed,
} = things;

/** What was asked of the server: the name of the RPC, and the request. */
export type Asked = { readonly method: string; readonly request: object };

export type World = AsyncDisposable & {
  readonly url: string;
  readonly asked: Asked[];
  /** The last request of that name. */
  readonly last: (method: string) => object | undefined;
  /** Makes the next call of the RPC fail so. */
  readonly refuse: (method: string, error: Error) => void;
  /** What statements answer, beyond one batch of two rows. */
  readonly statement: { endless: boolean };
  /** The bytes of the last load. */
  readonly load: { bytes: number };
};

type State = Pick<World, 'asked' | 'statement' | 'load'> & { readonly refusals: Map<string, Error> };
type Routes = Parameters<typeof startFakeGateway>[0];

/** A server with the things of things.ts: it answers the same to everybody, and notes what it was asked. */
export async function startWorld(): Promise<World> {
  const state: State = { asked: [], statement: { endless: false }, load: { bytes: 0 }, refusals: new Map() };
  const routes = [...identity(), ...catalog(), ...sharing(), ...query(state), ...views()];
  const gateway = await startFakeGateway(routes.map((route) => noting(route, state)));
  return {
    ...state,
    url: gateway.url,
    last: (method) => state.asked.findLast((call) => call.method === method)?.request,
    refuse: (method, error) => void state.refusals.set(method, error),
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}

function identity(): Routes {
  const caller = { principal: ada, organizationId: ids.organization, organizationRole: OrganizationRole.ADMIN };
  return [
    fakeService(PrincipalService, {
      getCaller: async () => ({
        ...caller,
        projects: [{ projectId: ids.operations, name: 'operations', role: ProjectRole.WRITE }],
      }),
      getUser: async () => ({ user: ada }),
      listUsers: async () => ({ users: [ada, robot] }),
      createUser: async ({ email }) => ({ user: { ...ada, email } }),
      createServiceAccount: async () => ({ serviceAccount: robot }),
    }),
    fakeService(OrganizationService, {
      createOrganization: async () => ({ organization, ownerId: ids.ada, ownerToken: 'the-owner-secret' }),
      getOrganization: async () => ({ organization }),
      listOrganizations: async () => ({ organizations: [organization] }),
      updateOrganization: async () => ({ organization }),
      deleteOrganization: async () => ({}),
    }),
    fakeService(ProjectService, {
      listProjects: async ({ pageToken }) =>
        pageToken === '' ? { projects: projects.slice(0, 1), nextPageToken: '2' } : { projects: projects.slice(1) },
      createProject: async ({ validateOnly }) => (validateOnly ? { impact: { principalCount: 3 } } : { project }),
      updateProject: async () => ({ project }),
      deleteProject: async () => ({}),
    }),
    fakeService(MembershipService, {
      listOrganizationMembers: async () => ({ members: [organizationMember] }),
      addOrganizationMember: async () => ({ member: organizationMember }),
      updateOrganizationMember: async () => ({ member: organizationMember }),
      removeOrganizationMember: async () => ({}),
      listProjectMembers: async () => ({ members: [projectMember] }),
      addProjectMember: async () => ({ member: projectMember }),
      updateProjectMember: async () => ({ member: projectMember }),
      removeProjectMember: async () => ({}),
    }),
    fakeService(TokenService, {
      listTokens: async () => ({ tokens: [token] }),
      createToken: async () => ({ token, secret: 'a-new-secret' }),
      rotateToken: async () => ({ token, secret: 'a-newer-secret' }),
      revokeToken: async () => ({}),
    }),
  ];
}

function catalog(): Routes {
  return [
    fakeService(BucketService, {
      listBuckets: async ({ projectId }) => ({ buckets: projectId === ids.operations ? [bucket] : [notes] }),
      getBucket: async () => ({ bucket }),
      createBucket: async () => ({ bucket }),
      updateBucket: async () => ({ bucket }),
      deleteBucket: async ({ validateOnly }) =>
        validateOnly ? { impact: { projectIds: [ids.analytics], links: [ids.link], principalCount: 2 } } : {},
    }),
    fakeService(MetadataService, {
      listMetadata: async () => ({ metadata: [note] }),
      setMetadata: async () => ({ metadata: [note] }),
      deleteMetadata: async () => ({}),
    }),
    fakeService(TableService, {
      listTables: async () => ({ tables }),
      getTable: async () => ({ table }),
      createTable: async () => ({ table }),
      createAlias: async () => ({ table: alias }),
      updateTable: async () => ({ table }),
      deleteTable: async () => ({}),
      addColumn: async () => ({ table }),
      renameColumn: async () => ({ table }),
      dropColumn: async () => ({ table }),
    }),
    fakeService(ViewService, { listViews: async () => ({ views: [view] }) }),
    fakeService(FunctionService, { listFunctions: async () => ({ functions: [inHours] }) }),
    fakeService(HistoryService, {
      listTableOperations: async () => ({
        operations: [{ version: 1n, kind: OperationKind.CREATE, rowsAdded: 3_376n }],
      }),
    }),
  ];
}

function sharing(): Routes {
  return [
    fakeService(ShareService, {
      listShares: async ({ name }) => ({ shares: [share, partners].filter((one) => name === '' || one.name === name) }),
      getShare: async ({ shareId }) => ({ share: shareId === partners.id ? partners : share }),
      createShare: async ({ content }) => ({ share: content.case === 'grants' ? partners : share }),
      updateShare: async () => ({ share }),
      deleteShare: async () => ({}),
      grant: async ({ objectId }) =>
        objectId === ids.flights ? { grant: usage, unchanged: true } : { grant: selected, unchanged: false },
      revoke: async ({ objectId }) =>
        objectId === ids.flights ? { revoked: [usage, selected] } : { revoked: [], unchanged: true },
      listGrants: async ({ parent }) => ({
        grants: [usage, selected, viewed, called].filter(
          ({ objectId, shareId }) => objectId === parent.value || shareId === parent.value,
        ),
      }),
      addProjects: async () => ({ share: partners, unchangedProjectIds: [ids.analytics] }),
      removeProjects: async () => ({ share: partners, unchangedProjectIds: [ids.operations] }),
    }),
    fakeService(OfferService, {
      listOffers: async ({ providerProjectName, shareName }) => ({
        offers: offers
          .filter((one) => ['', one.providerProjectName].includes(providerProjectName))
          .filter((one) => ['', one.shareName].includes(shareName)),
      }),
    }),
    fakeService(LinkService, {
      listLinks: async ({ parent, targetBucketId }) =>
        parent.case === 'projectId' && parent.value === ids.operations
          ? { links: [] }
          : {
              links: [link, single]
                .filter((one) => parent.case === 'projectId' || one.shareId === parent.value)
                .filter((one) => targetBucketId === '' || one === single),
            },
      getLink: async () => ({ link }),
      createLink: async () => ({ link }),
      updateLink: async () => ({ link }),
      deleteLink: async () => ({}),
      forceUnlink: async () => ({}),
    }),
    fakeService(ActivityService, {
      listActivity: async ({ pageToken }) =>
        pageToken === ''
          ? { activities: activities.slice(0, 1), nextPageToken: '2' }
          : { activities: activities.slice(1) },
      followActivity: async function* ({ position = 7n }, call) {
        yield { position };
        for (const one of activities.toReversed().filter((act) => act.position > position)) {
          yield { activities: [one], position: one.position };
        }
        await new Promise((resolve) => call.signal.addEventListener('abort', resolve));
      },
    }),
    fakeService(AccessService, {
      checkAccess: async ({ action }) =>
        action === 1 ? { allowed: true } : { allowed: false, reason: 'MISSING_ROLE', message: 'write is needed' },
    }),
  ];
}

function query({ statement, load }: State): Routes {
  const columns = [
    { values: { case: 'strings' as const, value: { values: ['JFK', 'ORD'] } } },
    { validity: Uint8Array.of(1), values: { case: 'int64s' as const, value: { values: [12n, 0n] } } },
  ];
  const batch = { part: { case: 'batch' as const, value: { rowCount: 2, columns } } };
  return [
    fakeService(QueryService, {
      execute: async function* ({ maxRows, statement: text }, call) {
        const defaultBucket = /^USE (.*)$/.exec(text)?.[1] ?? '';
        yield { part: { case: 'schema', value: schema } };
        do yield batch;
        while (statement.endless && !call.signal.aborted);
        yield { part: { case: 'statistics', value: { rowCount: 2n, truncated: maxRows === 2n, defaultBucket } } };
      },
      preview: async () => ({
        schema,
        rows: [
          { values: [{ kind: { case: 'stringValue', value: 'JFK' } }, { kind: { case: 'stringValue', value: '12' } }] },
        ],
        rowCount: 3_376n,
      }),
    }),
    fakeService(LoadService, {
      loadTable: async (requests) => {
        load.bytes = 0;
        for await (const { part } of requests) load.bytes += part.case === 'chunk' ? part.value.byteLength : 0;
        return { table, rowCount: 3n, version: 2n };
      },
      exportTable: async function* () {
        for (const text of ['iata,delay\r\n', 'JFK,12\r\n']) yield { chunk: new TextEncoder().encode(text) };
      },
    }),
  ];
}

function views(): Routes {
  const objects = [
    { id: ids.flights, kind: ObjectKind.BUCKET, name: 'flights', origin: Origin.OWN },
    {
      id: ids.airports,
      kind: ObjectKind.TABLE,
      name: 'airports',
      bucketName: 'flights',
      origin: Origin.OWN,
      rowCount: 3_376n,
    },
    { id: ids.delays, kind: ObjectKind.TABLE, name: 'late ones', bucketName: 'ops', origin: Origin.LINKED },
  ];
  return [
    fakeService(ProjectViewService, {
      getProjectOverview: async () => ({
        overview: { project, role: ProjectRole.WRITE, buckets: [bucket], offerCount: 3, unreachable: ['query'] },
      }),
      listProjectObjects: async () => ({ objects }),
    }),
  ];
}

/** Notes each request before it is answered, the first one of a stream, and refuses where the spec says so. */
function noting(route: Routes[number], { asked, refusals }: State): Routes[number] {
  const wrapped = Object.entries(route.handlers).map(([name, handler]) => {
    const note = (request: object) => {
      const method = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      asked.push({ method, request });
      const refused = refusals.get(method);
      refusals.delete(method);
      if (refused) throw refused;
    };
    return [name, wrap(handler as Handler, route.desc.method[name]?.methodKind, note)];
  });
  return { ...route, handlers: Object.fromEntries(wrapped) as Record<string, unknown> };
}

type Handler = (request: object, call: object) => unknown;

function wrap(handler: Handler, kind: string | undefined, note: (request: object) => void): Handler {
  if (kind === 'server_streaming') {
    return async function* (request, call) {
      note(request);
      yield* handler(request, call) as AsyncIterable<unknown>;
    };
  }
  if (kind === 'client_streaming') {
    return async (requests, call) => await handler(notingFirst(requests as AsyncIterable<object>, note), call);
  }
  return async (request, call) => {
    note(request);
    return await handler(request, call);
  };
}

async function* notingFirst(requests: AsyncIterable<object>, note: (request: object) => void) {
  let isFirst = true;
  for await (const request of requests) {
    if (isFirst) note(request);
    isFirst = false;
    yield request;
  }
}
