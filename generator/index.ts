export { allowedText, configJsonSchema, type OptionSchema } from './config/allowed.ts';
export type {
  ArrayArithmetic,
  ArrayShape,
  FormatRange,
  LaneShape,
} from './config/array-shape.ts';
export { configFaults } from './config/check.ts';
export { type Described, describeFault, type Fault, faultFailure } from './config/fault.ts';
export { parseAnyConfig, parseConfig, readConfig } from './config/read.ts';
export {
  type Config,
  type Derived,
  type FixedResolved,
  type FloatResolved,
  isFloatDesign,
  type Resolved,
  requireFixed,
  resolveConfig,
} from './config/resolve.ts';
export { type ArrayResolved, resolveArray } from './config/resolve-array.ts';
export {
  resolveSystolic,
  type SystolicConfig,
  type SystolicResolved,
} from './config/resolve-systolic.ts';
export {
  type ArrayInput,
  arraySchema,
  type CheckedArray,
  type CheckedConfig,
  type CheckedPe,
  type CheckedSystolic,
  formatSchema,
  type PeInput,
  peSchema,
  type SystolicInput,
  systolicSchema,
} from './config/schema.ts';
export {
  type AnyDesign,
  type ArrayDesign,
  type ArrayModule,
  type ArrayRole,
  type Design,
  type GridModule,
  type GridRole,
  isArrayDesign,
  isSystolicDesign,
  type LpDesign,
  type Module,
  type ModuleDescription,
  type PeRole,
  type Port,
  type SourceFile,
  type SystolicDesign,
} from './design.ts';
export { design } from './emit.ts';
export { arrayDesign } from './emit-array.ts';
export { systolicDesign } from './emit-systolic.ts';
export { filelist, filesOf, manifestText } from './manifest.ts';
export { readDesign, readPeDesign } from './read-design.ts';
export type { GridLane, SystolicShape } from './systolic/shape.ts';
export { toolVersion } from './version.ts';
export { channelBounds, type DesignInputs, type WeightBounds } from './weights/bounds.ts';
export { readInputs } from './weights/read.ts';
export {
  type EncodingOptions,
  type WeightMatrix,
  weightRow,
  weightWords,
} from './weights/words.ts';
export { writeDesign } from './write.ts';
