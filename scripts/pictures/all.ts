import { accumulatorWidthPicture } from './accumulator-width.ts';
import { arrayFloorPlanPicture } from './array-floor-plan.ts';
import { arrayPePicture } from './array-pe.ts';
import { arrayTimingPicture } from './array-timing.ts';
import { chooseAFormatPicture } from './choose-a-format.ts';

/** The pictures of docs/; each is drawn from numbers that are made where it is drawn. */
export const PICTURES = [
  { path: 'docs/images/accumulator-width.svg', draw: accumulatorWidthPicture },
  { path: 'docs/images/array-floor-plan.svg', draw: arrayFloorPlanPicture },
  { path: 'docs/images/array-pe.svg', draw: arrayPePicture },
  { path: 'docs/images/array-timing.svg', draw: arrayTimingPicture },
  { path: 'docs/images/choose-a-format.svg', draw: chooseAFormatPicture },
] as const;
