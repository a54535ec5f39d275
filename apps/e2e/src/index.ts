export { type Constellation, startConstellation, type Store } from './constellation.ts';
export { createOrganization, type Member, type Organization } from './meridian.ts';
