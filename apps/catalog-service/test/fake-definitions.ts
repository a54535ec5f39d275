import type { MessageInitShape } from '@bufbuild/protobuf';
import { DefinitionService, type DescribeViewResponseSchema } from '@easement/contracts';
import { parseId, Refusal } from '@easement/domain';
import { principalOf, type Routes } from '@easement/rpc';
import { fakeService } from '@easement/testing';

type Meaning = {
  readonly columns?: readonly string[];
  /** What the statement reads: each by the name that it has there. */
  readonly reads?: readonly Read[];
};

type Read = { readonly id: string; readonly bucketId: string; readonly projectId: string; readonly name?: string };

/** What stands in for query-service: statements mean what the spec has said, and others are no SQL. */
export type FakeDefinitions = {
  readonly routes: Routes;
  /** Answers a statement of that meaning. A column is a name, and a type other than STRING behind a colon. */
  readonly statement: (meaning: Meaning) => string;
  /** How often it was asked, in whose name and about which project. */
  readonly asked: () => readonly { readonly who: string; readonly project: string; readonly bucket: string }[];
};

export function fakeDefinitions(): FakeDefinitions {
  const meanings = new Map<string, Meaning>();
  const asked: { who: string; project: string; bucket: string }[] = [];
  const note = (who: string, project: string, bucket: string) => void asked.push({ who, project, bucket });
  const noSql = (text: string) => new Refusal('sql_syntax', `this is no SQL: ${text}`, {});
  return {
    routes: [
      fakeService(DefinitionService, {
        describeView: async ({ projectId, defaultBucket, statement, columnNames }, call) => {
          note(principalOf(call).principal, parseId('project', projectId), defaultBucket);
          const meaning = meanings.get(statement);
          if (!meaning) throw noSql(statement);
          return toAnswer(meaning, columnNames);
        },
        describeFunction: async ({ projectId, expression, returnType }, call) => {
          note(principalOf(call).principal, projectId, '');
          if (expression.includes('?')) throw noSql(expression);
          return { returnType: returnType || 'INTEGER' };
        },
      }),
    ],
    statement: (meaning) => {
      const text = `SELECT ${meanings.size}`;
      meanings.set(text, meaning);
      return text;
    },
    asked: () => asked,
  };
}

function toAnswer(
  { columns = ['a'], reads = [] }: Meaning,
  names: readonly string[],
): MessageInitShape<typeof DescribeViewResponseSchema> {
  return {
    columns: columns.map((column, place) => {
      const [name, type = 'STRING'] = column.split(':');
      return { name: names[place] ?? name ?? '', type, nullable: true };
    }),
    dependencies: reads.map(({ id: objectId, bucketId, projectId, name = 'a name' }) => ({
      ...{ name: name.split('.'), objectId, bucketId, projectId },
    })),
  };
}
