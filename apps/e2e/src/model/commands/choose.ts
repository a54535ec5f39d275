import type { AskedAudience } from '../act.ts';
import type { World } from '../world.ts';
import { chooseColumn, chooseName, choosePerson, chooseProject, chooseTable, type Dice } from './dice.ts';

const projectRoles = ['write', 'read', 'admin'] as const;

/** Who may take a share up: now and then with a list that does not belong to the type. */
export function chooseAudience(dice: Dice, world: World): AskedAudience {
  const type = dice.of(['organization_members', 'project_members', 'selected_projects', 'selected_users']);
  const isMisplaced = dice.chance(2);
  const many = 1 + (dice.chance(50) ? 1 : 0);
  const some = (choose: (dice: Dice, world: World) => string) => [
    ...new Set(Array.from({ length: many }, () => choose(dice, world))),
  ];
  return {
    type,
    projects: (type === 'selected_projects') !== isMisplaced ? some(chooseProject) : [],
    users: type === 'selected_users' ? some(choosePerson) : [],
    byEmail: dice.chance(30),
  };
}

/** The projects that a share of granted objects is for: more of them than others list, so that much is linked. */
export function chooseTenants(dice: Dice, world: World): AskedAudience {
  const many = dice.of([3, 2, 1]);
  const projects = [...new Set(Array.from({ length: many }, () => chooseProject(dice, world)))];
  return { type: 'tenants', projects, users: [], byEmail: false };
}

/** Whose role where, and which. */
export function chooseMember(dice: Dice, world: World) {
  return { project: chooseProject(dice, world), person: choosePerson(dice, world), role: dice.of(projectRoles) };
}

/** Mostly a column that the table has. */
export function chooseColumnOf(dice: Dice, world: World, table: string): string {
  const [first, ...others] = world.tables.get(table)?.columns.map(({ name }) => name) ?? [];
  const some = chooseColumn(dice);
  return first === undefined || dice.chance(20) ? some : dice.of([first, ...others]);
}

/** Mostly a table that is there, under a name by which a project has it. */
export function chooseTableName(dice: Dice, world: World) {
  const table = world.tables.get(chooseTable(dice, world));
  const bucket = world.buckets.get(table?.bucket ?? '');
  const all = [...world.links.values()].filter((link) => link.bucket === bucket?.handle);
  const single = all.filter((link) => link.object === table?.handle);
  const links = all.filter(({ object }) => object === '');
  // A statement cannot name what has no name at all.
  const [project, bucketName, otherName] = [
    chooseProject(dice, world),
    chooseName(dice) || 'x',
    chooseName(dice) || 'x',
  ];
  if (!table || !bucket || dice.chance(15)) return { project, bucketName, tableName: otherName };
  const way = dice.of([bucket, ...links, ...single]);
  const home = world.buckets.get(single.find((link) => link === way)?.target ?? '');
  if (home) return { project: way.project, bucketName: home.name, tableName: way.name };
  return { project: way.project, bucketName: way.name, tableName: table.name };
}
