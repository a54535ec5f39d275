import type { Client } from '@easement/client';
import { ProjectRole } from '@easement/contracts';
import { firstOf, type World } from '../races/world.ts';
import { deskOf } from '../statement-desk.ts';

/** A share of granted objects that is taken up: what one round is about. */
export type Stage = {
  readonly provider: string;
  readonly consumer: string;
  /** The name of the consumer's project. */
  readonly tenant: string;
  readonly shareId: string;
  readonly tableId: string;
};

export const rowCount = 500;

/** The rows of `d.t`, as answers tell them. */
export const rows: readonly (readonly [id: string, name: string])[] = Array.from({ length: rowCount }, (_, nth) => [
  String(nth + 1),
  `name of ${nth + 1}`,
]);

const values = rows.map(([id, name]) => `(${id}, '${name}')`).join(', ');

/** The view `d.wide` reads another database besides. */
const offering = (tenant: string): readonly string[] => [
  'create database d',
  'create table d.t (id integer, name string)',
  `insert into d.t values ${values}`,
  'create view d.v as select id, upper(name) as name from d.t where id % 2 = 0',
  'create database e',
  'create table e.grades (id integer, grade string)',
  `insert into e.grades values ${rows.map(([id]) => `(${id}, 'grade of ${id}')`).join(', ')}`,
  'create view d.wide as select t.id, g.grade from d.t as t join e.grades as g using (id)',
  'create function d.f(n integer) as n * 2',
  'create share s',
  'grant usage on database d to share s',
  'grant select on table d.t to share s',
  'grant select on view d.v to share s',
  'grant reference_usage on database e to share s',
  'grant select on view d.wide to share s',
  'grant usage on function d.f to share s',
  `alter share s add tenants = ${tenant}`,
];

const takingUp = (provider: string): readonly string[] => [
  `create database c from share ${provider}.s`,
  'create database own',
  `create table own.single from share ${provider}.s.t`,
  'create view own.mine as select id, name from c.t where id > 100',
];

/** Makes it all anew, as the two sides would with statements, in projects of its own. */
export async function setStage({ owner, linker }: World): Promise<Stage> {
  const admin = firstOf(owner.at);
  const nth = crypto.randomUUID().slice(0, 8);
  const [source, tenant] = [`provider_${nth}`, `tenant_${nth}`];
  const [provider, consumer] = [await createProject(admin, source), await createProject(admin, tenant)];
  await admin.memberships.addProjectMember({
    projectId: consumer,
    principalId: linker.id,
    role: ProjectRole.WRITE,
  });
  await runAll(admin, provider, offering(tenant));
  await runAll(firstOf(linker.at), consumer, takingUp(source));
  const { shares } = await admin.shares.listShares({ projectId: provider, name: 's' });
  const { objects } = await admin.projectViews.listProjectObjects({ projectId: provider });
  const tableId = objects.find(({ name }) => name === 't')?.id ?? '';
  return { provider, consumer, tenant, shareId: firstOf(shares).id, tableId };
}

async function createProject({ projects }: Client, name: string): Promise<string> {
  return (await projects.createProject({ name })).project?.id ?? '';
}

async function runAll(client: Client, project: string, statements: readonly string[]): Promise<void> {
  const desk = deskOf(client, project);
  for (const statement of statements) await desk.run(statement);
}
