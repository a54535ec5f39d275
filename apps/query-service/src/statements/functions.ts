import { Refusal } from '@easement/domain';
import { onBehalf } from '@easement/rpc';
import type { Name, ObjectName, SqlStatement } from '@easement/sql';
import type { ResolvedObject } from '../access/resolve-objects.ts';
import type { Deps } from '../deps.ts';
import { compose, relocated } from './composed.ts';
import { getDatabase, getOwnDatabase } from './database.ts';
import { acting, type Here } from './here.ts';
import { getObject, getOwnObject, idOf, orTaken, orUnknown, placeIn } from './object.ts';
import { done, type Outcome } from './outcome.ts';
import { readAll } from './read-all.ts';
import { defaultDatabase, parentOf } from './show-objects.ts';
import { typeText } from './tables.ts';

type Create = Extract<SqlStatement, { kind: 'create_function' }>;

/** Replacing keeps the function, and what was granted on it. */
export async function createFunction(deps: Deps, here: Here, statement: Create): Promise<Outcome> {
  const { name, ifThere, returns, expression } = statement;
  const { database, last } = placeIn(here, name);
  const bucketId = await getOwnDatabase(deps, here, database);
  const there = ifThere === 'refuse' ? undefined : await orUnknown(true, () => getObject(deps, here, name));
  const unchanged = done(`function ${last} was there already`);
  if (there && ifThere === 'skip') return unchanged;
  if (there && there.kind !== 'function') throw nameTaken(last, there);
  const { functions } = deps.statementPeers;
  const definition = {
    parameters: statement.parameters.map(({ name: { text }, type }) => ({ name: text, type: typeText(here, type) })),
    returnType: returns ? typeText(here, returns) : '',
    expression: expression.text,
    validateOnly: here.validateOnly,
  };
  return await relocated(compose(expression), here.text, async () => {
    if (there) {
      const { functionId } = there.made;
      await functions.replaceFunction({ functionId, ...definition }, acting(here, 'replace function'));
      return done(`function ${last} replaced`);
    }
    const request = { bucketId, name: last, ...definition };
    const make = () => functions.createFunction(request, acting(here, 'create function'));
    return (await orTaken(ifThere === 'skip', make)) ? done(`function ${last} created`) : unchanged;
  });
}

export async function dropFunction(deps: Deps, here: Here, name: ObjectName, ifExists: boolean): Promise<Outcome> {
  const written = name.parts.join('.');
  const object = await orUnknown(ifExists, () => getOwnObject(deps, here, name, 'function'));
  if (!object) return done(`there is no function ${written}`);
  const request = { functionId: object.made.functionId, validateOnly: here.validateOnly };
  await deps.statementPeers.functions.deleteFunction(request, acting(here, 'drop function'));
  return done(`function ${written} dropped`);
}

/** The functions of a database, with what they take and answer; of one that comes in by a link, those that it shows. */
export async function showFunctions(deps: Deps, here: Here, named: Name | undefined): Promise<Outcome> {
  const parent = parentOf(await getDatabase(deps, here, named ?? defaultDatabase(here)));
  const functions = await readAll(
    (page) => deps.statementPeers.functions.listFunctions({ parent, ...page }, onBehalf(here.call)),
    (page) => page.functions,
  );
  const rows = functions.map(({ name, parameters, returnType }) => [
    name,
    parameters.map((parameter) => `${parameter.name} ${parameter.type}`).join(', '),
    returnType,
  ]);
  return { columns: ['Name', 'Parameters', 'Returns'], rows };
}

function nameTaken(name: string, there: ResolvedObject): Refusal {
  const owner = idOf(there);
  const message = `${name} is a ${there.kind} (${owner}), which no function replaces; drop it first, or choose another name`;
  return new Refusal('name_taken', message, { name, owner });
}
