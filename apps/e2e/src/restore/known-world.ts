/**
 * What a spec knows of an organization: a value, so that what was known at a moment stays known. Names stand for things,
 * the ids are kept beside.
 */
export type KnownWorld = {
  /** By project: its members. */
  readonly projects: ReadonlyMap<string, ReadonlySet<string>>;
  /** Projects that were there, and are deleted. */
  readonly deleted: ReadonlySet<string>;
  /** By bucket: the project that has it. */
  readonly buckets: ReadonlyMap<string, string>;
  /** Buckets that are shared. */
  readonly shares: ReadonlySet<string>;
  /** By link: what it shows, and where. */
  readonly links: ReadonlyMap<string, KnownLink>;
};

export type KnownLink = { readonly bucket: string; readonly project: string; readonly name: string };

/** What each service's database knows: each may be of another moment. */
export type Known = {
  readonly identity: KnownWorld;
  readonly catalog: KnownWorld;
  readonly sharing: KnownWorld;
};

/** The projects that are left: those of identity, but for what sharing knows to have been deleted. */
export function projectsOf({ identity, sharing }: Known): KnownWorld['projects'] {
  return new Map([...identity.projects].filter(([project]) => !sharing.deleted.has(project)));
}

/**
 * The links that live after all is reconciled: those of which both services know that own a half, between projects and of
 * a bucket and a share that are there. The name is the catalog's.
 */
export function linksOf(known: Known): ReadonlyMap<string, KnownLink> {
  const { catalog, sharing } = known;
  const projects = projectsOf(known);
  const live = [...sharing.links].flatMap(([id, { bucket, project }]): [string, KnownLink][] => {
    const held = catalog.links.get(id);
    const source = catalog.buckets.get(bucket);
    const isSound =
      held !== undefined &&
      source !== undefined &&
      sharing.shares.has(bucket) &&
      projects.has(project) &&
      projects.has(source);
    return isSound ? [[id, { bucket, project, name: held.name }]] : [];
  });
  return new Map(live);
}

/** The shares that are left: those whose bucket and project are there. */
export function sharesOf(known: Known): ReadonlySet<string> {
  const projects = projectsOf(known);
  const isSound = (bucket: string): boolean => projects.has(known.catalog.buckets.get(bucket) ?? '');
  return new Set([...known.sharing.shares].filter(isSound));
}

export type Right = { readonly person: string; readonly project: string; readonly bucket: string };

/** Who reads which bucket in which project: its own, or by a link. */
export function rightsOf(known: Known): readonly Right[] {
  const links = [...linksOf(known).values()];
  return [...projectsOf(known)].flatMap(([project, members]) =>
    [...known.catalog.buckets].flatMap(([bucket, owner]) => {
      const isReached = owner === project || links.some((link) => link.project === project && link.bucket === bucket);
      return isReached ? [...members].map((person) => ({ person, project, bucket })) : [];
    }),
  );
}

/** What was there at a moment, where all services are of it. */
export function allOf(world: KnownWorld): Known {
  return { identity: world, catalog: world, sharing: world };
}
