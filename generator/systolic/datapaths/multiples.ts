import { svLiteral } from '../../systemverilog.ts';
import { assignments, declarations, slice, unusedValue } from '../../views/text.ts';
import type { Body } from '../datapath.ts';

/** An activation that PEs take with its negative. */
export interface ActivationBus {
  /** Bits of an activation word. */
  readonly wordBits: number;
  /** No activation is negative: its sign is not on the bus. */
  readonly nonNegative: boolean;
}

/** Bits of the activation on the bus, the low ones of it. */
function ownBits({ wordBits, nonNegative }: ActivationBus): number {
  return nonNegative ? wordBits - 1 : wordBits;
}

/** The negative is a bit longer; its lowest bit is the activation's own. */
export function multiplesBusBits(bus: ActivationBus): number {
  return 2 * ownBits(bus);
}

/** Bits of twice the activation, and of its negative. */
export function multipleBits({ wordBits }: ActivationBus): number {
  return wordBits + 1;
}

/** The edge makes the negative, once for all columns. */
export function multiplesActDecoder(bus: ActivationBus): Body {
  const bits = ownBits(bus);
  const own = slice('code_i', bits - 1, 0);
  const extended = bus.nonNegative ? `{1'b0, ${own}}` : `{code_i[${bits - 1}], code_i}`;
  return {
    template: 'multiple-act-decoder',
    story: [
      `Activation as PEs take it: the word and, above it, all but the lowest bit of its negative, which both have in common. So no PE negates.`,
    ],
    view: {
      comment: `The negative, a bit longer: that of the least word is beyond ${bits} bits.`,
      signals: declarations([{ name: 'negative', bits: bits + 1, meaning: '-a' }]),
      assignments: assignments({
        negative: `-${extended}`,
        act_o: `{${slice('negative', bits, 1)}, ${bus.nonNegative ? own : 'code_i'}}`,
      }),
      unused: unusedValue([...(bus.nonNegative ? [`code_i[${bits}]`] : []), 'negative[0]']),
    },
  };
}

/** Lines that name the multiples in a product module, each of `multipleBits`. */
export function multiples(bus: ActivationBus): { signals: string[]; assignments: string[] } {
  const bits = ownBits(bus);
  const width = multipleBits(bus);
  const own = slice('act_i', bits - 1, 0);
  const sign = `act_i[${bits - 1}]`;
  const negative = `{${slice('act_i', 2 * bits - 1, bits)}, act_i[0]}`;
  return {
    signals: declarations([
      { name: 'once', bits: width, meaning: 'a' },
      { name: 'twice', bits: width, meaning: '2a' },
      { name: 'minus', bits: width, meaning: '-a, made at the edge' },
    ]),
    assignments: assignments({
      once: bus.nonNegative ? `{${svLiteral(0, 2)}, ${own}}` : `{${sign}, ${own}}`,
      twice: bus.nonNegative ? `{1'b0, ${own}, 1'b0}` : `{${own}, 1'b0}`,
      minus: bus.nonNegative ? `{act_i[${2 * bits - 1}], ${negative.slice(1)}` : negative,
    }),
  };
}
