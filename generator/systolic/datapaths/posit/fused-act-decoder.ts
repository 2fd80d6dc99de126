import { slice } from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import { busBits } from '../scaled/product.ts';
import {
  earlyShift,
  readBits,
  type ShiftSource,
  shiftParameters,
  unusedWindow,
} from '../scaled/shift-view.ts';
import { decoderSignals, positActDecoder, SIGN } from './decoders.ts';
import type { FusedPosits } from './fused-lanes.ts';

/** Bits of an activation between the edge and the PEs: for lanes 0 and 1, and above them for lanes 2 and 3. */
export function fusedBusBits(fused: FusedPosits): number {
  return busBits(fused.first) + linearBits(fused);
}

/** Bits below the sign of an activation in the window of lanes 2 and 3, inverted where it is negative. */
export function linearBits({ ternary }: FusedPosits): number {
  return readBits(ternary.window);
}

/** For lanes 2 and 3 an activation is shifted here, once for all columns: their weights do not shift it. */
export function fusedPositActDecoder(fused: FusedPosits, story: readonly string[]): Body {
  const { activation, first } = fused;
  return positActDecoder(activation, first, story, linearView(fused));
}

function linearView(fused: FusedPosits) {
  const source: ShiftSource = {
    window: fused.ternary.window,
    distanceBits: decoderSignals(fused.activation).depthBits,
    actNegative: SIGN,
    terms: '',
    lane: '',
    names: { negative: SIGN, distance: 'depth', window: 'linear' },
    isSigned: true,
  };
  const { signals, assigned } = earlyShift(source);
  const named = ['WindowWidth', 'ShiftWidth'];
  return {
    signals,
    assigned,
    field: slice('linear', linearBits(fused) - 1, 0),
    parameters: shiftParameters(source).filter(({ name }) => named.includes(name)),
    unused: unusedWindow(source),
  };
}
