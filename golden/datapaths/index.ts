export type { Datapath, DatapathMode } from './datapath.ts';
export { openDatapath } from './open.ts';
export type {
  Clip,
  Cut,
  DatapathKind,
  DatapathOptions,
  FloatName,
  LpShape,
  OptionsOf,
  PositShape,
  ScaledLpShape,
} from './options.ts';
export {
  activationNars,
  type DotProduct,
  dotProduct,
  dotProducts,
  productTable,
  weightNars,
  wrapped,
} from './product-table.ts';
export {
  awareWidth,
  type ProductRange,
  productRange,
  sumWidth,
  weightTermsOf,
} from './sum-width.ts';
