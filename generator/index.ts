export { allowedText, configJsonSchema, type OptionSchema } from './config/allowed.ts';
export { parseConfig, readConfig } from './config/read.ts';
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
export { type CheckedConfig, type ConfigInput, configSchema } from './config/schema.ts';
export type { Design, ModuleDescription, Port, Role, SourceFile } from './design.ts';
export { design } from './emit.ts';
export { filelist, manifestText } from './manifest.ts';
export { readDesign } from './read-design.ts';
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
