import { awareWidth, type Datapath, weightTermsOf } from '../golden/datapaths/index.ts';
import type { SampleShape, Stream } from './operands.ts';
import { quantiseRows, streamsOf } from './sqnr.ts';
import { type Usage, useOf } from './usage.ts';
import { packLanes } from './word-rows.ts';

/**
 * P of each lane: bits that hold the sums of the stated weights, whatever the activations (lp-spec section 6, weight-aware); the
 * same rule for every format. A row of weights is a column of the grid.
 */
export function sumWidths(
  datapath: Datapath,
  usages: readonly Usage[],
  sample: SampleShape,
): number[] {
  const lanes = Math.max(...datapath.modes.map((mode) => mode.lanes));
  const widths = Array.from({ length: lanes }, () => 2);
  for (const usage of usages) {
    const mode = datapath.modes[usage.mode];
    if (mode === undefined) continue;
    for (const stream of streamsOf(datapath)) {
      const rows = weightRowsOf(datapath, usage, stream, sample);
      const packed = packLanes(rows, mode);
      for (let lane = 0; lane < mode.lanes; lane += 1) {
        const terms = weightTermsOf(datapath, usage.mode, lane);
        widths[lane] = Math.max(widths[lane] ?? 2, awareWidth(terms, packed));
      }
    }
  }
  return widths;
}

/** Rows of weights as words of lane 0, those of both columns where they are joined. */
function weightRowsOf(
  datapath: Datapath,
  usage: Usage,
  stream: Stream,
  sample: SampleShape,
): readonly Uint16Array[] {
  const { weights } = quantiseRows(datapath, useOf(usage, stream), sample);
  return usage.join === undefined ? weights.words : [...weights.words, ...weights.lowWords];
}
