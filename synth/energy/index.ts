export type { EnergySplit, GroupEnergy, GroupOf } from './add-up.ts';
export {
  DEFAULT_INPUT_DELAY_NS,
  DEFAULT_SLEW_NS,
  ENERGY_METHOD,
  ENERGY_METHOD_HASH,
  type EnergyReport,
  type EnergyRequest,
  measureEnergy,
  type SplitEnergy,
} from './energy.ts';
export type { NetlistSource } from './netlist.ts';
export { DELAY_MODELS, type DelayModel } from './simulate.ts';
export { type PortWords, packWords, type Stimulus, wordAt } from './stimulus.ts';
