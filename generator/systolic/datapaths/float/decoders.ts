import { bitLength, svLiteral } from '../../../systemverilog.ts';
import {
  assignments,
  concatenation,
  declarations,
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
import type { FloatLayout } from './layout.ts';

/** What a decoder is made for. */
export interface FloatDecoder {
  readonly layout: FloatLayout;
  readonly product: ScaledProduct;
  readonly story: readonly string[];
  /** Whether some operand of the product may be no number. */
  readonly hasNar: boolean;
}

/** Every weight gets a leading one, subnormal or not. */
export function floatWeightDecoder(decoder: FloatDecoder): Body {
  const { layout, product, story } = decoder;
  const { format, exponentBits, mantissaBits, hasSubnormals } = layout;
  const depthBits = bitLength(Math.max(...format.numbers.map(({ distance }) => distance)));
  const usedBits = Math.min(exponentBits, depthBits);
  const octave = usedBits < exponentBits ? usedBits : null;
  const normal = [
    ...(depthBits > exponentBits ? [svLiteral(0, depthBits - exponentBits)] : []),
    depthOf(layout, octave === null ? 'exponent' : 'octave', usedBits),
    'mantissa',
  ];
  const end = weightAssembly(product, {
    negative: signOf(layout),
    depthBits,
    zero: [
      ...(hasZeroCode(layout, product) ? [] : [`${magnitudeOf(layout)} == '0`]),
      ...(layout.special === 'none' ? [] : ['special']),
    ],
  });
  return {
    template: 'float-weight-decoder',
    story,
    view: {
      fields: fieldsView(layout, octave),
      normalise: {
        signals: declarations([
          { name: 'depth', bits: depthBits, meaning: 'octaves below the largest number' },
          { name: 'fraction', bits: mantissaBits, meaning: 'below the leading one' },
        ]),
        subnormals: hasSubnormals ? { rows: subnormalRows(layout, depthBits) } : null,
        normal: concatenation(normal),
      },
      code: codeView(decoder, end),
      unused: unusedValue(hasSubnormals ? [] : unusedExponent(layout, depthBits)),
    },
  };
}

/** Subnormal activations keep their exponent: significands need no leading one. */
export function floatActDecoder(decoder: FloatDecoder): Body {
  const { layout, product, story } = decoder;
  const { format, hasSubnormals } = layout;
  const depthBits = bitLength(format.depth);
  const end = actAssembly(product, {
    negative: signOf(layout),
    depthBits,
    fields: ['leading', 'mantissa'],
    zero: layout.special === 'none' ? [] : ['special'],
  });
  const depth = actDepth(layout, depthBits);
  return {
    template: 'float-act-decoder',
    story,
    view: {
      fields: fieldsView(layout),
      scale: {
        signals: declarations([
          { name: 'leading', meaning: 'bit above the mantissa' },
          ...depth.signals,
        ]),
        assignments: assignments({
          leading: `${hasSubnormals ? 'exponent' : magnitudeOf(layout)} != '0`,
          ...depth.assigned,
        }),
      },
      code: codeView(decoder, end),
      unused: unusedValue([
        ...(hasSubnormals ? [] : unusedExponent(layout, depthBits)),
        ...unusedByActAssembly(product),
      ]),
    },
  };
}

/** `depth` of an activation, where there is more than one octave. */
function actDepth(layout: FloatLayout, bits: number) {
  const { exponentBits, hasSubnormals } = layout;
  if (bits === 0) return { signals: [], assigned: {} };
  const octave = {
    name: 'octave',
    bits,
    meaning: `${bits < exponentBits ? 'low bits of the exponent' : 'exponent'}, 1 where it is 0`,
  };
  const depth = { name: 'depth', bits, meaning: 'octaves below the largest number' };
  if (!hasSubnormals) {
    const exponent = lowBits('exponent', exponentBits, bits);
    return { signals: [depth], assigned: { depth: depthOf(layout, exponent, bits) } };
  }
  const lowest = 'exponent[0] || !leading';
  return {
    signals: [octave, depth],
    assigned: {
      octave: bits > 1 ? `{${slice('exponent', bits - 1, 1)}, ${lowest}}` : lowest,
      depth: depthOf(layout, 'octave', bits),
    },
  };
}

/** Whether the word 0, read like a number, has the code of zero, or one that leaves nothing of any product. */
function hasZeroCode(
  { hasSubnormals, topExponent, mantissaBits }: FloatLayout,
  { weightCode: { zero, clamped } }: ScaledProduct,
): boolean {
  return !hasSubnormals && (clamped || zero === topExponent * 2 ** mantissaBits);
}

/** With the low bits of the exponent by a name where `octaveBits` says how many. */
function fieldsView({ exponentBits, mantissaBits }: FloatLayout, octaveBits: number | null = null) {
  const hasOctave = octaveBits !== null;
  return {
    signals: declarations([
      { name: 'exponent', bits: exponentBits, meaning: 'as it is in the word' },
      ...(hasOctave
        ? [
            {
              name: 'octave',
              bits: octaveBits,
              meaning: 'as much of it as numbers that occur need',
            },
          ]
        : []),
      { name: 'mantissa', bits: mantissaBits, meaning: 'as it is in the word' },
    ]),
    assignments: assignments({
      exponent: slice('code_i', exponentBits + mantissaBits - 1, mantissaBits),
      ...(hasOctave ? { octave: slice('exponent', octaveBits - 1, 0) } : {}),
      mantissa: slice('code_i', mantissaBits - 1, 0),
    }),
  };
}

function codeView({ layout, hasNar }: FloatDecoder, { signals, assigned }: Assembly) {
  const isSpecial = layout.special !== 'none';
  const all = [
    ...(isSpecial ? [{ name: 'special', meaning: specialStory(layout) }] : []),
    ...signals,
  ];
  return {
    signals: declarations(all),
    assignments: assignments({
      ...(isSpecial ? { special: specialTest(layout) } : {}),
      ...assigned,
      ...(hasNar ? { nar_o: isSpecial ? 'special' : "1'b0" } : {}),
    }),
  };
}

function specialTest(layout: FloatLayout): string {
  return layout.special === 'largest word' ? `&${magnitudeOf(layout)}` : '&exponent';
}

function specialStory({ special }: FloatLayout): string {
  return special === 'largest word' ? 'NaN' : 'infinity or NaN';
}

function signOf({ format }: FloatLayout): string {
  return `code_i[${format.bits - 1}]`;
}

function magnitudeOf({ format }: FloatLayout): string {
  return slice('code_i', format.bits - 2, 0);
}

/** Octaves below the largest number, of a word with a leading one. Modulo 2^bits: no number is deeper. */
function depthOf({ topExponent }: FloatLayout, exponent: string, bits: number): string {
  const top = topExponent % 2 ** bits;
  return top === 2 ** bits - 1 ? `~${exponent}` : `${svLiteral(top, bits)} - ${exponent}`;
}

function lowBits(name: string, width: number, bits: number): string {
  return bits < width ? slice(name, bits - 1, 0) : name;
}

/** High bits of the exponent, where only depths read it and no number needs them. */
function unusedExponent({ exponentBits }: FloatLayout, depthBits: number): string[] {
  return depthBits < exponentBits ? [slice('exponent', exponentBits - 1, depthBits)] : [];
}

/** By the highest bit that is set in the mantissa. */
function subnormalRows({ format, exponentBits, mantissaBits }: FloatLayout, depthBits: number) {
  return Array.from({ length: mantissaBits }, (_, zeros) => {
    const rest = mantissaBits - zeros - 1;
    const pattern = `${'0'.repeat(exponentBits + zeros)}1${'?'.repeat(rest)}`;
    return {
      pattern: `${exponentBits + mantissaBits}'b${pattern}`,
      value: `{${svLiteral(format.depth + zeros + 1, depthBits)}, mantissa << ${zeros + 1}}`,
    };
  });
}
