export { type ArraySimulator, type ExecutedTiles, openArray } from './array/execute.ts';
export { type ArraySubject, arrayParameters } from './array/parameters.ts';
export { givenActivations, randomActivations } from './layer/activations.ts';
export type { Layer, LayerReport } from './layer/check.ts';
export { tensorRows } from './layer/rows.ts';
export { type RememberedOptions, verifySystolic } from './systolic/memo.ts';
export { DEEP, type GridScope, QUICK } from './systolic/scope.ts';
export { simToolStatuses } from './tools.ts';
export * from './verdict.ts';
export {
  type AnyVerifiable,
  refuseUnverifiable,
  type Verifiable,
  type VerifyOptions,
  type VerifyProgress,
  verify,
} from './verify.ts';
