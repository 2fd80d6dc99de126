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

export type Multiple = 'once' | 'twice' | 'minus';

const MEANING: Record<Multiple, string> = {
  once: 'a',
  twice: '2a',
  minus: '-a, made at the edge',
};

/** Lines that name multiples in a product module, of so many bits. */
export function multiples(bus: ActivationBus, names: readonly Multiple[], width: number) {
  const bits = ownBits(bus);
  const own = slice('act_i', bits - 1, 0);
  const sign = bus.nonNegative ? "1'b0" : `act_i[${bits - 1}]`;
  const values: Record<Multiple, string> = {
    once: extended(own, sign, width - bits),
    twice: extended(`${own}, 1'b0`, sign, width - bits - 1),
    minus: extended(
      `${slice('act_i', 2 * bits - 1, bits)}, act_i[0]`,
      `act_i[${2 * bits - 1}]`,
      width - bits - 1,
    ),
  };
  return {
    signals: declarations(names.map((name) => ({ name, bits: width, meaning: MEANING[name] }))),
    assignments: assignments(Object.fromEntries(names.map((name) => [name, values[name]]))),
  };
}

/** Parts of a concatenation under copies of a sign. */
function extended(parts: string, sign: string, copies: number): string {
  if (copies === 0) return parts.includes(',') ? `{${parts}}` : parts;
  return `{${copies === 1 ? sign : `{${copies}{${sign}}}`}, ${parts}}`;
}
