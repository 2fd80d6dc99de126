import type { Module } from '../../design.ts';
import { svLiteral } from '../../systemverilog.ts';
import { RS_WIDTH } from '../format-ports.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { portLines } from '../ports.ts';
import { concatenation, localparams, unusedValue } from '../text.ts';
import type { UnifiedDecoder } from './describe.ts';
import { type LaneView, laneView } from './lane.ts';
import { unusedModeBit } from './mode.ts';
import { unifiedDecoderParameters, unifiedDecoderStory } from './story.ts';

export interface UnifiedDecoderView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  /** Empty where no lane has a log. */
  readonly reach: string;
  readonly lanes: readonly LaneView[];
  /** Slices that nothing reads; empty where every bit is used. */
  readonly unused: string;
}

export function unifiedDecoderView(
  module: Module,
  decoder: UnifiedDecoder,
  provenance: Provenance,
): UnifiedDecoderView {
  return {
    header: header(unifiedDecoderStory(decoder), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(unifiedDecoderParameters(decoder)),
    reach: reachOf(decoder),
    lanes: decoder.lanes.map((lane) => laneView(decoder, lane)),
    unused: unusedValue(unusedPorts(decoder)),
  };
}

/** Bit by bit from the top: whether rs lets a run be longer than 1, 2, ... */
function reachOf({ widest }: UnifiedDecoder): string {
  const bits = Array.from(
    { length: widest?.rest ?? 0 },
    (_, index) => `rs_i > ${svLiteral(index + 1, RS_WIDTH)}`,
  );
  return concatenation(bits);
}

function unusedPorts({ modes, maxEs, widest }: UnifiedDecoder): string[] {
  const format = [...(maxEs > 0 ? ['es_i'] : []), 'rs_i'];
  return [...unusedModeBit(modes), ...(widest === null ? format : [])];
}
