export { YOSYS_CHOICES, type YosysChoice } from './choose-yosys.ts';
export {
  FPGA_FAMILIES,
  type FpgaFamily,
  type FpgaModule,
  type FpgaReport,
} from './fpga/report.ts';
export type { NamedModule } from './map-design.ts';
export type { Assembly } from './points.ts';
export { EFFORTS, type Effort } from './recipes.ts';
export type {
  ClockAnswer,
  DesignFigures,
  PointName,
  SynthModule,
  SynthPoint,
  SynthReport,
  TriedRecipe,
} from './report.ts';
export type { AreaShare } from './shares.ts';
export { STRUCTURES, type Structure } from './structures.ts';
export {
  type SynthDesign,
  type SynthOptions,
  type SynthProgress,
  type SynthResult,
  synthesize,
  synthesizePoints,
} from './synthesize.ts';
export type { CriticalPath } from './timing.ts';
export { synthToolStatuses } from './tools.ts';
