export { createExactArray } from './array.ts';
export {
  type ArrayModel,
  type ArrayParameters,
  type ArrayTile,
  type ChannelSet,
  type LaneWidths,
  lanesOfWord,
  type ResultForm,
} from './array-parameters.ts';
export { attainingVector } from './attain.ts';
export { decode, type ExactWord } from './decode.ts';
export { type Dyadic, encodeLog, encodeReal, type Rounding, type Underflow } from './encode.ts';
export {
  type FloatLayout,
  type FloatMacState,
  type FloatNumber,
  type FloatSum,
  floatMultiplyAccumulate,
  floatStart,
  layoutOf,
  packSum,
  unpackSum,
} from './float-mac.ts';
export {
  exponentBits,
  type FloatMacParameters,
  type FloatRequantiseParameters,
  isFloat,
  type Mac,
  type Requantise,
  sumBits,
} from './float-parameters.ts';
export { floatRequantise } from './float-requantise.ts';
export {
  aligned,
  antilog,
  type MacParameters,
  type MacState,
  multiplyAccumulate,
  type ProductParameters,
  productMagnitude,
  start,
} from './mac.ts';
export {
  logOfSignificand,
  type RequantiseParameters,
  requantise,
  scaleFromFactors,
} from './requantise.ts';
export {
  type ActivationSigns,
  prefixWidths,
  rowBounds,
  tileBounds,
  twoStageBounds,
  type WeightTerms,
  type WeightWords,
  weightTerms,
} from './row-width.ts';
export { wordValue } from './value.ts';
export {
  type AccumulatorBounds,
  agnosticBounds,
  agnosticTwoStage,
  agnosticWidth,
  bindingSide,
  boundsOf,
  NO_START,
  type StartRange,
  type TwoStageBounds,
  widestOf,
} from './width.ts';
