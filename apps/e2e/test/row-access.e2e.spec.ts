import { EasementError } from '@easement/client';
import { Action, AudienceType, ExistingLinks, Format, OrganizationRole, ProjectRole } from '@easement/contracts';
import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { createOrganization, type Member } from '../src/meridian.ts';
import { rowsOf } from '../src/rows-of.ts';
import { type Scene, setScene } from '../src/scene.ts';

const [yes, none, role, link] = ['yes', 'NOT_FOUND', 'MISSING_ROLE', 'LINK_IS_READ_ONLY'];
const header = 'iata,name,city,state,country,latitude,longitude\n';

type Case = {
  /** Reading the table by its id: through no project, the one that owns it, the one that links it, one that does neither. */
  readonly reads: readonly (string | undefined)[];
  /** A statement that names it, in the project that owns it and in the one that links it. */
  readonly asks: readonly (string | undefined)[];
  /** Loading into it, by its id and by the id of the link. */
  readonly loads: readonly (string | undefined)[];
};

const cases: Record<string, Case> = {
  'an owner of the organization': { reads: [yes, yes, yes, none], asks: [yes, yes], loads: [yes, link] },
  'an admin of the organization': { reads: [yes, yes, yes, none], asks: [yes, yes], loads: [yes, link] },
  'the admin of the project': { reads: [yes, yes, none, none], asks: [yes, role], loads: [yes, none] },
  'a reader of the project': { reads: [yes, yes, none, none], asks: [yes, none], loads: [role, none] },
  'a member of the organization': { reads: [none, none, none, none], asks: [role, role], loads: [none, none] },
  support: { reads: [role, role, role, none], asks: [role, role], loads: [role, role] },
  'a reader where it is linked': { reads: [none, none, yes, none], asks: [none, yes], loads: [role, role] },
  'a writer where it is linked': { reads: [none, none, yes, none], asks: [role, yes], loads: [link, link] },
  'a user of another project': { reads: [none, none, none, none], asks: [none, none], loads: [none, none] },
  'the owner of another organization': { reads: [none, none, none, none], asks: [none, none], loads: [none, none] },
};

describe.each(stores)('who reaches the rows of a table, on %s', (store) => {
  let scene: Scene;
  let tableId = '';
  let places: string[] = [];
  const people = new Map<string, Member>();
  const member = (who: string): Member => people.get(who) ?? scene.admin;

  beforeAll(async () => {
    scene = await setScene(store, ['airports']);
    const { meridian, operations, analytics, admin, writer, product, bucketId } = scene;
    const marketing = await meridian.createProject('marketing');
    const { tables } = await admin.client.tables.listTables({ parent: { case: 'bucketId', value: bucketId } });
    tableId = tables[0]?.id ?? '';
    places = ['', operations, analytics, marketing];
    const join = (
      name: string,
      organization: OrganizationRole | undefined,
      project = '',
      as: ProjectRole = ProjectRole.READ,
    ) =>
      meridian.createMember(name, {
        ...(organization === undefined ? {} : { organization }),
        projects: project === '' ? {} : { [project]: as },
      });
    const everybody: Record<string, Member> = {
      'an owner of the organization': meridian.owner,
      'an admin of the organization': await join('boss', OrganizationRole.ADMIN),
      'the admin of the project': admin,
      'a reader of the project': await join('reader', undefined, operations),
      'a member of the organization': await join('member', OrganizationRole.MEMBER),
      support: await join('support', OrganizationRole.SUPPORT),
      'a reader where it is linked': await join('analyst', undefined, analytics),
      'a writer where it is linked': writer,
      'a user of another project': await join('marketer', undefined, marketing, ProjectRole.ADMIN),
      'the owner of another organization': (await createOrganization(product, 'Elsewhere')).owner,
    };
    for (const [who, person] of Object.entries(everybody)) people.set(who, person);
  }, 60_000);
  afterAll(() => scene[Symbol.asyncDispose]());

  const preview = ({ client }: Member, id: string, projectId: string) => client.preview({ tableId: id, projectId });
  const exported = async ({ client }: Member, id: string, projectId: string) => {
    for await (const _ of client.exportTable({ tableId: id, projectId, format: Format.CSV })) break;
  };
  const load = (
    { client }: Member,
    target: { tableId: string } | { bucketId: string; name: string; create?: boolean },
  ) =>
    client.loadTable({ ...target, format: Format.CSV, source: new TextEncoder().encode(header), validateOnly: true });

  it.each(Object.entries(cases))('%s', async (who, { reads, asks, loads }) => {
    const person = member(who);
    const { operations, analytics, linkId } = scene;
    const previews: string[] = [];
    const exports: string[] = [];
    for (const place of places) {
      previews.push((await outcomeOf(preview(person, tableId, place))).reason);
      exports.push((await outcomeOf(exported(person, tableId, place))).reason);
    }
    const statements = [
      (await outcomeOf(rowsOf(person.client, operations, 'SELECT 1 FROM flights.airports LIMIT 1'))).reason,
      (await outcomeOf(rowsOf(person.client, analytics, 'SELECT 1 FROM ops.airports LIMIT 1'))).reason,
    ];
    const byId = (await outcomeOf(load(person, { tableId }))).reason;
    const byLink = (await outcomeOf(load(person, { bucketId: linkId, name: 'airports' }))).reason;
    expect({ previews, exports, statements, loads: [byId, byLink] }).toEqual({
      previews: reads,
      exports: reads,
      statements: asks,
      loads,
    });
  });

  it.each(Object.keys(cases))('%s is told by CheckAccess what reading then does', async (who) => {
    const { client } = member(who);
    for (const projectId of places.slice(1)) {
      const object = { object: { case: 'tableId', value: tableId } } as const;
      const check = client.access.checkAccess({ projectId, object, action: Action.READ });
      const told = await check.then(
        ({ allowed, reason }) => (allowed ? yes : reason),
        // Who may not even know of the project is told so, and of the table the same.
        (error: unknown) => (error as EasementError).reason,
      );
      expect((await outcomeOf(preview(member(who), tableId, projectId))).reason).toBe(told);
    }
  });

  it.each(Object.keys(cases))('%s is told of what is out of sight what is told of nothing', async (who) => {
    const person = member(who);
    const { bucketId, linkId } = scene;
    const absent = { table: newId('table'), bucket: newId('bucket'), link: newId('link') };
    const asks: [string, string, (id: string) => Promise<unknown>][] = [
      ...places.flatMap((place): typeof asks => [
        [tableId, absent.table, (id) => preview(person, id, place)],
        [tableId, absent.table, (id) => exported(person, id, place)],
      ]),
      [tableId, absent.table, (id) => load(person, { tableId: id })],
      [bucketId, absent.bucket, (id) => load(person, { bucketId: id, name: 'airports' })],
      [bucketId, absent.bucket, (id) => load(person, { bucketId: id, name: 'airports', create: true })],
      [linkId, absent.link, (id) => load(person, { bucketId: id, name: 'airports' })],
    ];
    let compared = 0;
    for (const [there, nowhere, ask] of asks) {
      const hidden = await outcomeOf(ask(there));
      if (hidden.reason !== none) continue;
      const unknown = await outcomeOf(ask(nowhere));
      expect(JSON.stringify(hidden).replaceAll(there, nowhere)).toBe(JSON.stringify(unknown));
      compared += 1;
    }
    expect(compared).toBeGreaterThan(0);
  });

  it('nobody, through a project that there is not', async () => {
    for (const who of Object.keys(cases)) {
      expect(await outcomeOf(preview(member(who), tableId, newId('project')))).toMatchObject({ reason: none });
    }
  });

  it('still who linked it, where the audience is narrowed and links are kept; nobody there, once they are cut', async () => {
    const { shareId, admin, writer, analytics } = scene;
    const narrow = async (existingLinks: ExistingLinks) => {
      const { share } = await admin.client.shares.getShare({ shareId });
      const audience = { type: AudienceType.SELECTED_PROJECTS, projectIds: [places[3] ?? ''] };
      const mask = { updateMask: { paths: ['audience'] }, etag: share?.etag ?? '' };
      await admin.client.shares.updateShare({ shareId, audience, existingLinks, ...mask });
    };
    const ask = () => outcomeOf(rowsOf(writer.client, analytics, 'SELECT 1 FROM ops.airports LIMIT 1'));
    const read = () => outcomeOf(preview(writer, tableId, analytics));
    await narrow(ExistingLinks.KEEP);
    expect([(await ask()).reason, (await read()).reason]).toEqual([yes, yes]);
    await narrow(ExistingLinks.CUT);
    expect([(await ask()).reason, (await read()).reason]).toEqual(['UNKNOWN_NAME', none]);
  });
});

/** How a call ended, as its caller sees it: all that a refusal tells. */
async function outcomeOf(call: Promise<unknown>): Promise<{ readonly reason: string; readonly told?: unknown }> {
  try {
    await call;
    return { reason: 'yes' };
  } catch (error) {
    if (!(error instanceof EasementError) || error.reason === undefined) throw error;
    const { reason, code, message, facts, violations } = error;
    return { reason, told: { code, message, facts, violations } };
  }
}
