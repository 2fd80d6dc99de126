export type { SynthModule, SynthReport } from './report.ts';
export {
  type SynthDesign,
  type SynthOptions,
  type SynthProgress,
  synthesize,
} from './synthesize.ts';
export type { CriticalPath } from './timing.ts';
export { synthToolStatuses } from './tools.ts';
