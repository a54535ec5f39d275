import { isBucketHandle, type Handle, living, type Privilege, type World } from '../world.ts';
import { chooseBucket, chooseLink, chooseProject, chooseShare, chooseTable, type Dice, nevers } from './dice.ts';

type Chosen = { readonly share: Handle; readonly object: Handle; readonly privilege: Privilege };

/** Mostly what comes next to a share: its bucket first, then tables of that. */
export function chooseGrant(dice: Dice, world: World): Chosen {
  const share = chooseGranting(dice, world);
  const object = dice.chance(15) ? chooseAny(dice, world) : chooseFitting(dice, world, share);
  const isBucket = isBucketHandle(object) || object.startsWith('link');
  const isOdd = dice.chance(3);
  if (isBucket !== isOdd) return { share, object, privilege: dice.chance(15) ? 'reference_usage' : 'usage' };
  return { share, object, privilege: 'select' };
}

/** Mostly a share of granted objects. */
export function chooseGranting(dice: Dice, world: World): Handle {
  const granting = new Map([...world.shares].filter(([, { kind }]) => kind === 'grants'));
  return dice.chance(8) ? chooseShare(dice, world) : dice.thing(granting, nevers.share);
}

/** Mostly a project that has something to grant. */
export function chooseProvider(dice: Dice, world: World): Handle {
  const providers = living(world.buckets).map(({ project }) => project);
  const [first, ...others] = providers;
  return first === undefined || dice.chance(20) ? chooseProject(dice, world) : dice.of([first, ...others]);
}

/** Mostly a project that may link the share by its list, if it has one. */
export function chooseConsumer(dice: Dice, world: World, share: Handle): Handle {
  const audience = world.shares.get(share)?.audience;
  const [first, ...others] = audience && 'projects' in audience ? audience.projects : [];
  return first === undefined || dice.chance(25) ? chooseProject(dice, world) : dice.of([first, ...others]);
}

/** Mostly a table that the share grants, and a bucket of a project that may have it. */
export function chooseTableToLink(dice: Dice, world: World) {
  const granting = [...world.shares].filter(([, { grants }]) => grants.some(({ privilege }) => privilege === 'select'));
  const share = dice.chance(15) ? chooseGranting(dice, world) : dice.thing(new Map(granting), nevers.share);
  const { grants = [], audience } = world.shares.get(share) ?? {};
  const tenants = audience && 'projects' in audience ? audience.projects : [];
  const pick = (handles: readonly Handle[], otherwise: typeof chooseTable): Handle => {
    const [first, ...others] = handles;
    return first === undefined || dice.chance(8) ? otherwise(dice, world) : dice.of([first, ...others]);
  };
  const own = living(world.buckets).filter((bucket) => tenants.includes(bucket.project));
  const granted = grants.filter(({ privilege }) => privilege === 'select');
  const object = pick(
    granted.map((one) => one.object),
    chooseTable,
  );
  const target = pick(
    own.map(({ handle }) => handle),
    chooseBucket,
  );
  const home = world.buckets.get(target)?.project;
  const project = home === undefined || dice.chance(8) ? chooseConsumer(dice, world, share) : home;
  return { share, project, object, target };
}

function chooseAny(dice: Dice, world: World): Handle {
  return dice.of([chooseBucket, chooseTable, chooseLink])(dice, world);
}

function chooseFitting(dice: Dice, world: World, handle: Handle): Handle {
  const share = world.shares.get(handle);
  if (!share) return chooseAny(dice, world);
  const used = share.grants.find(({ privilege }) => privilege === 'usage')?.bucket;
  const isEmpty = !living(world.tables).some(({ bucket }) => bucket === used);
  if (used !== undefined && isEmpty) return used;
  const fitting =
    used === undefined
      ? living(world.buckets).filter(({ project }) => project === share.project)
      : living(world.tables).filter(({ bucket }) => bucket === used);
  const [first, ...others] = fitting.map((thing) => thing.handle);
  if (first === undefined || (used !== undefined && dice.chance(10))) return used ?? chooseAny(dice, world);
  return dice.of([first, ...others]);
}
