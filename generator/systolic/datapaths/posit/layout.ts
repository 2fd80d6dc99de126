import type { PositShape } from '../../../../golden/datapaths/options.ts';
import { posit } from '../../../../golden/datapaths/posit.ts';
import { type LpFormat, lpFormat } from '../../../../golden/format.ts';
import { type ScaledFormat, scaledFormat } from '../scaled/format.ts';

/** A posit as hardware reads it. */
export interface PositLayout {
  readonly format: ScaledFormat;
  /** LP words with the same fields: their log is {regime, exponent, fraction}. */
  readonly fields: LpFormat;
}

/** `largest` is the largest word that occurs. Throws FormatError. */
export function positLayout(shape: PositShape, largest?: number): PositLayout {
  const { n, es } = shape;
  const fields = lpFormat({ n, es, rs: n - 1 });
  const named = { name: `posit(${n},${es})`, fractionBits: fields.fractionBits };
  return { fields, format: scaledFormat(named, posit(shape), { largest }) };
}
