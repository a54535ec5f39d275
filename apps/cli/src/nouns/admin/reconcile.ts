import { type Client, listAll, pages } from '@easement/client';
import type { Organization } from '@easement/contracts';
import type { Verb } from '../../command.ts';
import type { Desk } from '../../desk.ts';
import { callOptions } from '../../session.ts';
import { type Difference, differenceView, ofBrokenFile, ofFinding, summaryOf } from './difference.ts';
import { operatorClient, operatorOptions } from './operator.ts';

export const reconcile: Verb = {
  usage: 'reconcile',
  summary: 'after a restore: take away what the services do not agree on, and list it',
  changes: true,
  options: operatorOptions,
  examples: [
    'admin reconcile --dry-run --operator-token-file operator-token',
    'admin reconcile --operator-token-file operator-token -o json',
  ],
  runAtDesk: async (desk, input) => {
    const { client } = await operatorClient(desk, input);
    const differences: Difference[] = [];
    try {
      const { listOrganizations } = client.organizations;
      for await (const one of listAll(listOrganizations, {}, (page) => page.organizations, callOptions(desk))) {
        await reconcileOne(desk, client, one, differences);
      }
    } catch (error) {
      // What was done is not found by the next run, so it is told now.
      if (differences.length > 0) await desk.print.list(differenceView, differences, '');
      throw error;
    } finally {
      client.close();
    }
    await desk.print.list(differenceView, differences, 'Everything fits together.');
    desk.tell(summaryOf(differences, desk.settings.dryRun));
  },
};

/** Adds to `differences` as it goes, so that they are known where it stops half-way. */
async function reconcileOne(
  desk: Desk,
  client: Client,
  { id: organizationId, name }: Organization,
  differences: Difference[],
): Promise<void> {
  const { requestId, dryRun: validateOnly } = desk.settings;
  const [call, before] = [callOptions(desk), differences.length];
  let [checked, parts] = [0, 0];
  const told = (count: number) => {
    checked += count;
    if (++parts % tellEach === 0) desk.tell(`${name}: ${checked} checked so far`);
  };
  const ask = (request: { readonly pageToken?: string }) => {
    // One id for all parts would have the second answer what the first did.
    const own = requestId === undefined ? {} : { requestId: `${requestId}-${organizationId}-${parts}` };
    return client.reconciling.reconcile({ ...request, organizationId, validateOnly, ...own }, call);
  };
  for await (const { findings, checkedCount } of pages(ask, {})) {
    differences.push(...findings.map((finding) => ofFinding(name, finding)));
    told(checkedCount);
  }
  for await (const { brokenFiles, checkedCount } of pages(client.files.checkFiles, { organizationId }, call)) {
    differences.push(...brokenFiles.map((file) => ofBrokenFile(name, file)));
    told(checkedCount);
  }
  desk.tell(`${name}: ${checked} checked, ${differences.length - before} found`);
}

const tellEach = 20;
