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
  const normal = [
    ...(depthBits > exponentBits ? [svLiteral(0, depthBits - exponentBits)] : []),
    depthOf(layout, 'exponent'),
    'mantissa',
  ];
  const end = weightAssembly(product, {
    negative: signOf(layout),
    depthBits,
    zero: [
      ...(hasSubnormals ? [`${magnitudeOf(layout)} == '0`] : []),
      ...(layout.special === 'none' ? [] : ['special']),
    ],
  });
  return {
    template: 'float-weight-decoder',
    story,
    view: {
      fields: fieldsView(layout),
      normalise: {
        signals: declarations([
          { name: 'depth', bits: depthBits, meaning: 'octaves below the largest number' },
          { name: 'fraction', bits: mantissaBits, meaning: 'below the leading one' },
        ]),
        subnormals: hasSubnormals ? { rows: subnormalRows(layout, depthBits) } : null,
        normal: concatenation(normal),
      },
      code: codeView(decoder, end),
      unused: '',
    },
  };
}

/** Subnormal activations keep their exponent: significands need no leading one. */
export function floatActDecoder(decoder: FloatDecoder): Body {
  const { layout, product, story } = decoder;
  const { exponentBits, hasSubnormals } = layout;
  const end = actAssembly(product, {
    negative: signOf(layout),
    depthBits: exponentBits,
    fields: ['leading', 'mantissa'],
    zero: layout.special === 'none' ? [] : ['special'],
  });
  const low = 'exponent[0] || !leading';
  const octave = exponentBits > 1 ? `{${slice('exponent', exponentBits - 1, 1)}, ${low}}` : low;
  return {
    template: 'float-act-decoder',
    story,
    view: {
      fields: fieldsView(layout),
      scale: {
        signals: declarations([
          { name: 'leading', meaning: 'bit above the mantissa' },
          ...(hasSubnormals
            ? [{ name: 'octave', bits: exponentBits, meaning: 'exponent, 1 where it is 0' }]
            : []),
          { name: 'depth', bits: exponentBits, meaning: 'octaves below the largest number' },
        ]),
        assignments: assignments({
          leading: `${hasSubnormals ? 'exponent' : magnitudeOf(layout)} != '0`,
          ...(hasSubnormals ? { octave } : {}),
          depth: depthOf(layout, hasSubnormals ? 'octave' : 'exponent'),
        }),
      },
      code: codeView(decoder, end),
      unused: unusedValue(unusedByActAssembly(product)),
    },
  };
}

function fieldsView({ exponentBits, mantissaBits }: FloatLayout) {
  return {
    signals: declarations([
      { name: 'exponent', bits: exponentBits, meaning: 'as it is in the word' },
      { name: 'mantissa', bits: mantissaBits, meaning: 'as it is in the word' },
    ]),
    assignments: assignments({
      exponent: slice('code_i', exponentBits + mantissaBits - 1, mantissaBits),
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

/** Octaves below the largest number, of a word with a leading one. */
function depthOf({ exponentBits, special }: FloatLayout, exponent: string): string {
  if (special !== 'largest exponent') return `~${exponent}`;
  return `${svLiteral(2 ** exponentBits - 2, exponentBits)} - ${exponent}`;
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
