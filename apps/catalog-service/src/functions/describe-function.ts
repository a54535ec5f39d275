import { checkColumnName, columnKey, formatColumnType, invalidField, parseColumnType } from '@easement/domain';
import { type Call, onBehalf } from '@easement/rpc';
import type { Bucket } from '../buckets/bucket.ts';
import type { Deps } from '../deps.ts';
import type { FunctionDefinition, Parameter } from './sql-function.ts';

type Text = {
  readonly parameters: readonly Parameter[];
  readonly returnType: string;
  readonly expression: string;
};

/** What the expression answers. Refuses parameters that are none, and what query-service does not understand. */
export async function describeFunction(
  { definitions }: Pick<Deps, 'definitions'>,
  call: Call,
  { project }: Pick<Bucket, 'project'>,
  { expression, ...text }: Text,
): Promise<FunctionDefinition> {
  const parameters = checkParameters(text.parameters);
  const asked = { projectId: project, parameters, returnType: text.returnType, expression };
  const { returnType } = await definitions.describeFunction(asked, onBehalf(call));
  return { parameters, returnType, expression };
}

/** Answers the parameters in the form they are kept; refuses a name that is there twice, whatever its case. */
function checkParameters(parameters: readonly Parameter[]): Parameter[] {
  const kept = parameters.map(({ name, type }, place) => ({
    name: checkColumnName(name, `parameters[${place}].name`),
    type: formatColumnType(parseColumnType(type, `parameters[${place}].type`)),
  }));
  const keys = kept.map(({ name }) => columnKey(name));
  const twice = keys.findIndex((key, place) => keys.indexOf(key) < place);
  if (twice < 0) return kept;
  const name = JSON.stringify(kept[twice]?.name);
  throw invalidField(`parameters[${twice}].name`, `two parameters are named ${name}; name each once`);
}
