import type { Ask } from './act.ts';
import { explore, type Exploration } from './explore.ts';
import { answerBy, type Expected } from './oracle/judge.ts';
import { twinSystem } from './twin.ts';
import { type Grant, isLive, living, type World } from './world.ts';

const nothing = () => Promise.resolve();

function exploreTwin(answer?: (world: World, ask: Ask) => Expected, commands = 8_000): Promise<Exploration> {
  const open = () => Promise.resolve({ system: twinSystem(answer), [Symbol.asyncDispose]: nothing });
  return explore(open, { commands, seed: 42 });
}

/** The requests of the shortest story that shows the difference. */
function storyOf({ counterexample = '' }: Exploration): string[] {
  return counterexample.split('\n').filter((line) => /^ +\d+\. /.test(line));
}

describe('exploring', () => {
  it('finds no difference between the rules and themselves', async () => {
    const explored = await exploreTwin();
    expect(explored.counterexample).toBeUndefined();
    expect(explored.commands).toBeGreaterThanOrEqual(8_000);
  });

  it('comes by every kind of act, granted and refused', async () => {
    const { outcomes } = await exploreTwin(undefined, 20_000);
    const granted = Object.keys(outcomes).filter((outcome) => outcome.endsWith(' granted'));
    expect(granted).toHaveLength(48);
    expect(reasonsOf(outcomes)).toEqual(expect.arrayContaining(reasons));
  });

  it('asks the same of the same seed', async () => {
    expect(await exploreTwin(undefined, 1_000)).toEqual(await exploreTwin(undefined, 1_000));
  });
});

const reasons = [
  ...['BAD_TOKEN', 'CROSS_ORGANIZATION', 'HAS_LINKS', 'INVALID_FIELD', 'LAST_ADMIN', 'LAST_OWNER', 'LINK_EXISTS'],
  ...['LINK_IS_READ_ONLY', 'MISSING_ROLE', 'NAME_TAKEN', 'NOT_ADMITTED', 'NOT_EMPTY', 'NOT_FOUND', 'NO_SUCH_LINK'],
  ...[
    'NOT_ORGANIZATION_MEMBER',
    'NOT_SHARED',
    'REQUEST_ID_REUSED',
    'RESHARE_FORBIDDEN',
    'SHARE_EXISTS',
    'STALE_ETAG',
    'UNKNOWN_NAME',
    'WRONG_PRIVILEGE',
    'WRONG_SHARE_OBJECT',
  ],
];

function reasonsOf(outcomes: Exploration['outcomes']): string[] {
  return [...new Set(Object.keys(outcomes).map((outcome) => outcome.split(' ')[1] ?? ''))];
}

const aGrant = (object: string): Grant => ({ object, privilege: 'select', bucket: '', creator: '' });

describe('a planted bug', () => {
  it('that drops a linked bucket is found, and told in few sentences', async () => {
    const story = storyOf(
      await exploreTwin((world, ask) => {
        if (ask.act.kind !== 'delete_bucket') return answerBy(world, ask);
        const links = living(world.links).filter(isLive);
        for (const link of links) link.gone = true;
        const answer = answerBy(world, ask);
        for (const link of links) link.gone = false;
        return answer;
      }),
    );
    expect(story.length).toBeLessThanOrEqual(6);
    expect(story.at(-1)).toMatch(/delete bucket – bucket "bucket \d+"/);
    expect(story.join('\n')).toMatch(/create share – bucket "bucket \d+".*\n.*create link – share "share \d+"/);
  });

  it('that forgets to flag what an audience leaves outside is found', async () => {
    const story = storyOf(
      await exploreTwin((world, ask) => {
        const answer = answerBy(world, ask);
        if (ask.act.kind === 'change_audience') for (const link of world.links.values()) link.isOutside = false;
        return answer;
      }),
    );
    expect(story.length).toBeLessThanOrEqual(6);
    expect(story.join('\n')).toContain('change audience – share "share 1"');
  });

  it('that shows through a link what is not granted is found', async () => {
    const story = storyOf(
      await exploreTwin((world, ask) => {
        const shares = [...world.shares.values()];
        const looks = ['list_tables', 'get_table', 'list_objects', 'check_access', 'count_rows'];
        if (!looks.includes(ask.act.kind)) return answerBy(world, ask);
        const granted = shares.map(({ grants }) => grants);
        const tables = living(world.tables).map(({ handle }) => handle);
        for (const share of shares) share.grants = [...share.grants, ...tables.map((table) => aGrant(table))];
        const answer = answerBy(world, ask);
        shares.forEach((share, place) => (share.grants = granted[place] ?? []));
        return answer;
      }, 20_000),
    );
    expect(story.length).toBeLessThanOrEqual(6);
    expect(story.join('\n')).toMatch(/create grants share.*\n(.*\n)*.*grant – share "share \d+", object "bucket \d+"/);
    expect(story.join('\n')).toMatch(/create link – share "share \d+"/);
  });

  it('that takes nothing away by a revoke is found, and told in few sentences', async () => {
    const story = storyOf(
      await exploreTwin((world, ask) => {
        const before = [...world.shares.values()].map((share) => ({ share, grants: share.grants }));
        const answer = answerBy(world, ask);
        if (ask.act.kind === 'revoke') for (const { share, grants } of before) share.grants = grants;
        return answer;
      }),
    );
    expect(story.length).toBeLessThanOrEqual(5);
    expect(story.join('\n')).toMatch(/revoke – share "share \d+", object "bucket \d+", privilege/);
  });

  it('that leaves the link of a project which went off the list is found', async () => {
    const story = storyOf(
      await exploreTwin((world, ask) => {
        const live = living(world.links).filter(isLive);
        const answer = answerBy(world, ask);
        if (ask.act.kind === 'remove_tenants') for (const link of live) link.removal = undefined;
        return answer;
      }),
    );
    expect(story.length).toBeLessThanOrEqual(6);
    expect(story.join('\n')).toMatch(/remove tenants – share "share \d+", projects \[/);
  });

  it('that acts again on a repeated request is found', async () => {
    const story = storyOf(
      await exploreTwin((world, ask) => {
        world.requests.clear();
        return answerBy(world, ask);
      }),
    );
    expect(story.length).toBeLessThanOrEqual(3);
  });

  it('that admits a person who is not listed is found', async () => {
    const story = storyOf(
      await exploreTwin((world, ask) => {
        const answer = answerBy(world, ask);
        if (answer.ok || ask.act.kind !== 'create_link' || !answer.reasons.includes('NOT_ADMITTED')) return answer;
        return { ok: true, seen: {} };
      }),
    );
    expect(story.length).toBeLessThanOrEqual(5);
    expect(story.at(-1)).toContain('create link – share "share 1"');
  });
});
