import { relative } from 'node:path';
import { ESLint } from 'eslint';

const rule = '@nx/enforce-module-boundaries';

/** Every import that the boundary rule reports. The configuration makes the project graph, without which it would not. */
export async function findBoundaryBreaks(): Promise<string[]> {
  const eslint = new ESLint({
    ruleFilter: ({ ruleId }) => ruleId === rule,
    overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  });
  const results = await eslint.lintFiles(['apps', 'libs', 'tools']);
  return results.flatMap(({ filePath, messages }) =>
    messages
      .filter(({ ruleId }) => ruleId === rule)
      .map(({ line, message }) => `${relative('.', filePath)}:${line}: ${message.split('\n', 1).join()}`),
  );
}
