import { bitLength, svLiteral } from '../../../systemverilog.ts';
import { decoderParameters, decoderWidths, logFieldsView } from '../../../views/decoder/view.ts';
import {
  assignments,
  declarations,
  localparams,
  type Parameter,
  type Signal,
  slice,
  unusedValue,
} from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import {
  type Above,
  type Assembly,
  actAssembly,
  unusedByActAssembly,
  weightAssembly,
} from '../scaled/decoded.ts';
import type { ScaledProduct } from '../scaled/product.ts';
import type { PositLayout } from './layout.ts';

export const SIGN = 'code_i[WordWidth-1]';

/** What the end of a decoder needs beside its signals. */
interface Beside {
  readonly parameters: readonly Parameter[];
  readonly unused: readonly string[];
}

const NOTHING: Beside = { parameters: [], unused: [] };

export function positWeightDecoder(
  layout: PositLayout,
  product: ScaledProduct,
  story: readonly string[],
): Body {
  const end = weightAssembly(product, {
    negative: SIGN,
    depthBits: depthBits(layout),
    zero: ['zero'],
  });
  return decoder(layout, story, end, NOTHING);
}

/** `above` is put above the fields that the product reads. */
export function positActDecoder(
  layout: PositLayout,
  product: ScaledProduct,
  story: readonly string[],
  above?: Above & Beside,
): Body {
  const { fractionBits } = layout.format;
  const decoded = {
    negative: SIGN,
    depthBits: depthBits(layout),
    fields: ["1'b1", ...(fractionBits > 0 ? ['fraction'] : [])],
    zero: ['zero'],
  };
  const { parameters, unused } = above ?? NOTHING;
  return decoder(layout, story, actAssembly(product, decoded, above), {
    parameters,
    unused: [...unusedByActAssembly(product), ...unused],
  });
}

/** The fields are read as those of an LP word; what is a log there is {scale, fraction} here. */
function decoder(
  layout: PositLayout,
  story: readonly string[],
  end: Assembly,
  { parameters, unused }: Beside,
): Body {
  const { fields } = layout;
  const scale = decoderSignals(layout);
  return {
    template: 'posit-decoder',
    story,
    view: {
      localparams: localparams([...decoderParameters(fields), ...parameters]),
      fields: logFieldsView(fields),
      scale: {
        signals: declarations([
          { name: 'zero', meaning: 'the word is zero or NaR' },
          ...scale.signals,
          ...end.signals,
        ]),
        assignments: assignments({
          zero: "body == '0",
          ...scale.assigned,
          ...end.assigned,
          nar_o: `zero && ${SIGN}`,
        }),
      },
      unused: unusedValue([...unusedLog(layout), ...unused]),
    },
  };
}

/** High bits of the log, where no number needs them. */
export function unusedLog(layout: PositLayout): string[] {
  const bits = decoderWidths(layout.fields).log;
  const read = layout.format.fractionBits + depthBits(layout);
  return bits > read ? [slice('log', bits - 1, read)] : [];
}

/** Bits of the octaves below the largest number; 0 where there is one octave. */
function depthBits({ format }: PositLayout): number {
  return bitLength(format.depth);
}

/** `depth` and `fraction`, as far as the format has them. */
export function decoderSignals(layout: PositLayout) {
  const { fractionBits, top } = layout.format;
  const depth = depthBits(layout);
  const meaning = `octaves below the largest number: ${top} less scale`;
  const signals: readonly Signal[] = [
    ...(depth > 0 ? [{ name: 'depth', bits: depth, meaning }] : []),
    ...(fractionBits > 0
      ? [{ name: 'fraction', bits: fractionBits, meaning: 'below the leading one' }]
      : []),
  ];
  return {
    depthBits: depth,
    signals,
    assigned: {
      ...(depth > 0 ? { depth: depthOf(layout, depth) } : {}),
      ...(fractionBits > 0 ? { fraction: slice('log', fractionBits - 1, 0) } : {}),
    },
  };
}

/** Modulo 2^bits: no number is deeper, and the scale has at least as many bits. */
function depthOf({ format: { fractionBits, top } }: PositLayout, bits: number): string {
  const scale = slice('log', fractionBits + bits - 1, fractionBits);
  return `${svLiteral(BigInt.asUintN(bits, BigInt(top)), bits)} - ${scale}`;
}
