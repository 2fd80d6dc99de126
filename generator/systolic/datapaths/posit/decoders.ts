import { bitLength, svLiteral, svSignExtend } from '../../../systemverilog.ts';
import { decoderParameters, decoderWidths, logFieldsView } from '../../../views/decoder/view.ts';
import {
  assignments,
  declarations,
  localparams,
  type Signal,
  slice,
  unusedValue,
} from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import {
  type Assembly,
  actAssembly,
  unusedByActAssembly,
  weightAssembly,
} from '../scaled/decoded.ts';
import type { ScaledProduct } from '../scaled/product.ts';
import type { PositLayout } from './layout.ts';

const SIGN = 'code_i[WordWidth-1]';

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
  return decoder(layout, story, end, []);
}

export function positActDecoder(
  layout: PositLayout,
  product: ScaledProduct,
  story: readonly string[],
): Body {
  const { fractionBits } = layout.format;
  const end = actAssembly(product, {
    negative: SIGN,
    depthBits: depthBits(layout),
    fields: ["1'b1", ...(fractionBits > 0 ? ['fraction'] : [])],
    zero: ['zero'],
  });
  return decoder(layout, story, end, unusedByActAssembly(product));
}

/** The fields are read as those of an LP word; what is a log there is {scale, fraction} here. */
function decoder(
  layout: PositLayout,
  story: readonly string[],
  end: Assembly,
  unused: readonly string[],
): Body {
  const { fields, format } = layout;
  const { log } = decoderWidths(fields);
  const scale = scaleView(layout);
  return {
    template: 'posit-decoder',
    story,
    view: {
      localparams: localparams(decoderParameters(fields)),
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
      unused: unusedValue([...unusedLog(log, format.fractionBits + depthBits(layout)), ...unused]),
    },
  };
}

function unusedLog(bits: number, read: number): string[] {
  return bits > read ? [slice('log', bits - 1, read)] : [];
}

/** Bits of the octaves below the largest number; 0 where there is one octave. */
function depthBits({ format }: PositLayout): number {
  return bitLength(format.depth);
}

function scaleView(layout: PositLayout) {
  const { format, fields } = layout;
  const { fractionBits, top } = format;
  const bits = depthBits(layout);
  const scaleBits = decoderWidths(fields).log - fractionBits;
  const signals: Signal[] = [];
  const assigned: Record<string, string> = {};
  if (bits > 0) {
    const low = slice('log', fractionBits + Math.min(bits, scaleBits) - 1, fractionBits);
    const modulus = 2 ** bits;
    signals.push({
      name: 'depth',
      bits,
      meaning: `octaves below the largest number, ${top} less scale`,
    });
    const scale = bits > scaleBits ? `{${svSignExtend(low, scaleBits, bits)}}` : low;
    assigned.depth = `${svLiteral(((top % modulus) + modulus) % modulus, bits)} - ${scale}`;
  }
  if (fractionBits > 0) {
    signals.push({ name: 'fraction', bits: fractionBits, meaning: 'below the leading one' });
    assigned.fraction = slice('log', fractionBits - 1, 0);
  }
  return { signals, assigned };
}
