export { type Constellation, startConstellation, type Store } from './constellation.ts';
export { createOrganization, type Member, type Organization } from './meridian.ts';
export { type Environments, environmentsOf } from './processes/environments.ts';
export { entryOf, type HousePlan, type ProcessHouse, startHouse } from './processes/house.ts';
export { choosePorts, type Ports } from './processes/ports.ts';
export { type KillsFigures, runKills } from './kills/kills.ts';
export { runRaces, type RacesFigures } from './races/races.ts';
export { outcomeLines } from './races/tally.ts';
export { holdToModel } from './model/model-on-store.ts';
