import type { MessageInitShape } from '@bufbuild/protobuf';
import {
  FileProblem,
  FileService,
  FindingAction,
  FindingCause,
  type FindingSchema,
  OrganizationService,
  type ReconcileRequest,
  ReconcileService,
} from '@easement/contracts';
import { badToken, fakeService, refusal, startFakeGateway } from '@easement/testing';
import { type Home, makeHome } from './play.ts';
import { idOf, ids } from './things.ts';

const cut: MessageInitShape<typeof FindingSchema> = {
  id: ids.link,
  name: 'ops',
  projectId: ids.analytics,
  action: FindingAction.LINK_CUT,
  cause: FindingCause.HOLD_MISSING,
};
const left = { id: ids.operations, action: FindingAction.LEFT, cause: FindingCause.CLOSED_ELSEWHERE };
const organizations = [
  { id: ids.organization, name: 'Meridian' },
  { id: idOf('org', 2), name: 'Parallel' },
];

/** A server on which Meridian has two parts to look at, with a finding in each, and Parallel a lost file. */
async function startServer() {
  const asked: ReconcileRequest[] = [];
  const state = { failing: false, found: true };
  const gateway = await startFakeGateway([
    fakeService(OrganizationService, { listOrganizations: async () => ({ organizations }) }),
    fakeService(ReconcileService, {
      reconcile: async (request) => {
        asked.push(request);
        if (!state.found || request.organizationId !== ids.organization) return { checkedCount: 5 };
        if (request.pageToken === '') return { findings: [cut], checkedCount: 100, nextPageToken: 'more' };
        if (state.failing) throw refusal('peer_unavailable', 'the catalog cannot be reached');
        return { findings: [left], checkedCount: 7 };
      },
    }),
    fakeService(FileService, {
      checkFiles: async ({ organizationId }) => {
        const file = { fileId: 'fil_1', tableId: ids.airports, path: 'a/b/c.parquet', problem: FileProblem.MISSING };
        const isLost = state.found && organizationId !== ids.organization;
        return { brokenFiles: isLost ? [file] : [], checkedCount: 3 };
      },
    }),
  ]);
  return { ...gateway, asked, state };
}

describe('admin reconcile', () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  let home: Home;
  beforeEach(async () => {
    server = await startServer();
    home = await makeHome({ EASEMENT_OPERATOR_TOKEN: 'operator-secret', EASEMENT_URL: server.url });
  });
  afterEach(async () => {
    await home[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  it('goes through all organizations and lists what it did, and how far it is', async () => {
    const { code, out, err } = await home.easement('admin reconcile');
    expect(code).toBe(0);
    expect(out).toMatch(/Meridian +link-cut +lnk_\S+ +ops +prj_\S+ +hold-missing/);
    expect(out).toMatch(/Meridian +left .*closed-elsewhere/);
    expect(out).toMatch(/Parallel +left .*file-missing +a\/b\/c.parquet/);
    expect(err).toContain('Meridian: 110 checked, 2 found');
    expect(err).toContain('Parallel: 8 checked, 1 found');
    expect(err).toContain('1 mended; 2 left for you to look at.');
    expect(server.asked.map(({ organizationId, pageToken }) => [organizationId, pageToken])).toEqual([
      [ids.organization, ''],
      [ids.organization, 'more'],
      [organizations[1]?.id, ''],
    ]);
  });

  it('changes nothing and lists the same with --dry-run', async () => {
    const done = await home.easement('admin reconcile');
    expect(server.asked.every(({ validateOnly }) => !validateOnly)).toBe(true);
    server.asked.splice(0);
    const dry = await home.easement('admin reconcile --dry-run');
    expect(server.asked.every(({ validateOnly }) => validateOnly)).toBe(true);
    expect(dry.out).toBe(done.out);
    expect(dry.err).toContain('Nothing was changed; 1 would be; 2 left for you to look at.');
  });

  it('is read by programs as JSON', async () => {
    const { out } = await home.easement('admin reconcile -o json');
    expect(JSON.parse(out)).toMatchObject([
      { organization: 'Meridian', action: 'link-cut', id: ids.link, name: 'ops', because: 'hold-missing' },
      { organization: 'Meridian', action: 'left' },
      { organization: 'Parallel', action: 'left', because: 'file-missing', id: ids.airports },
    ]);
  });

  it('says where everything fits together', async () => {
    server.state.found = false;
    const { code, out, err } = await home.easement('admin reconcile');
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('Everything fits together.');
    expect((await home.easement('admin reconcile -o json')).out).toBe('[]\n');
  });

  it('lists what it did until it failed, since the next run does not find it', async () => {
    server.state.failing = true;
    const { code, out, err } = await home.easement('admin reconcile --timeout 5');
    expect(code).toBe(7);
    expect(out).toContain('link-cut');
    expect(err).toContain('the catalog cannot be reached');
  });

  it('gives each part a request id of its own', async () => {
    await home.easement('admin reconcile --request-id mine');
    const given = server.asked.map(({ requestId }) => requestId);
    expect(new Set(given).size).toBe(3);
    expect(given.every((id) => id.startsWith('mine-'))).toBe(true);
  });

  it('says who may not', async () => {
    const { code, err } = await home.easement('admin reconcile', { variables: { EASEMENT_OPERATOR_TOKEN: badToken } });
    expect([code, err]).toEqual([4, expect.stringContaining('BAD_TOKEN')]);
  });
});
