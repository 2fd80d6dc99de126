import { shapeName } from '../../../views/decoder/view.ts';
import {
  assignments,
  concatenation,
  declarations,
  localparams,
  slice,
  unusedValue,
} from '../../../views/text.ts';
import type { Body } from '../../datapath.ts';
import { busParts, type FusedLanes, laneTerms, storedBits } from './fused-lanes.ts';
import type { LaneNames } from './lane-names.ts';
import { linearLaneParameters, linearLaneView } from './linear-lane-view.ts';
import { logLaneParameters, logLaneUnused, logShiftView, logSumView } from './log-lane-view.ts';

/** The products of the lanes of a word. */
export function fusedProductBody(fused: FusedLanes): Body {
  const views = fused.lanes.map((lane, index) => laneView(lane, index));
  return {
    template: 'lp-fused-product',
    story: story(fused),
    view: {
      localparams: localparams(views.flatMap(({ parameters }) => parameters)),
      operands: operands(fused),
      log: views.find(({ log }) => log !== null)?.log ?? null,
      linear: views.flatMap(({ linear }) => (linear === null ? [] : [linear])),
      terms: concatenation(views.map((_, index) => `terms_${index}`).toReversed()),
      unused: unusedValue([
        ...(fused.modes.length > 1 ? [modePort(fused)] : []),
        ...views.flatMap(({ unused }) => unused),
      ]),
    },
  };
}

function laneView(lane: FusedLanes['lanes'][number], index: number) {
  const names = { weight: `weight_${index}`, terms: `terms_${index}` };
  if (lane.kind === 'log') {
    const own: LaneNames = { ...names, act: 'log_act', lane: null };
    return {
      parameters: logLaneParameters(lane.product),
      log: { sum: logSumView(lane.product, own), shift: logShiftView(lane.product, own) },
      linear: null,
      unused: logLaneUnused(lane.product),
    };
  }
  const own: LaneNames = { ...names, act: 'linear_act', lane: index };
  return {
    parameters: linearLaneParameters(lane.lane, own),
    log: null,
    linear: linearLaneView(lane.lane, own),
    unused: [],
  };
}

/** Weights of the mode in force make all the difference: a lane that has none holds zero. */
function modePort({ modes }: FusedLanes): string {
  return modes.length > 2 ? 'mode_i[1:0]' : 'mode_i';
}

function story({ modes, lanes, bus }: FusedLanes): string[] {
  const formats = modes.map(({ format, lanes }) => `${lanes} of ${shapeName(format)}`).join(', ');
  const isLog = lanes[0]?.kind === 'log';
  return [
    `Products of the weights in a word (${formats}) and one activation: the bits that the sums of the ` +
      'lanes add.',
    '',
    [
      ...(isLog ? ['Lane 0 adds logs and makes the sum linear.'] : []),
      ...(bus === null
        ? []
        : [`${isLog ? 'All others shift' : 'Every lane shifts'} what the edge has made linear.`]),
      'A lane that a mode does not use holds zero: no mode is known here.',
    ].join(' '),
  ];
}

function operands(fused: FusedLanes) {
  const { sign, log, linear } = busParts(fused);
  const top = sign > 0 ? [`act_i[${log + linear}]`] : [];
  const offsets = fused.lanes.map((_, index) =>
    fused.lanes.slice(0, index).reduce((sum, lane) => sum + storedBits(lane), 0),
  );
  const parts = [
    ...fused.lanes.map((lane, index) => {
      const low = offsets[index] ?? 0;
      return {
        name: `weight_${index}`,
        bits: storedBits(lane),
        meaning: `weight of lane ${index}`,
        value: slice('weight_i', low + storedBits(lane) - 1, low),
      };
    }),
    ...(log > 0
      ? [
          {
            name: 'log_act',
            bits: sign + log,
            meaning: 'activation: sign and log',
            value: concatenation([...top, slice('act_i', linear + log - 1, linear)]),
          },
        ]
      : []),
    ...(linear > 0
      ? [
          {
            name: 'linear_act',
            bits: sign + linear,
            meaning: 'activation: linear',
            value: concatenation([...top, slice('act_i', linear - 1, 0)]),
          },
        ]
      : []),
    ...fused.lanes.map((lane, index) => ({
      name: `terms_${index}`,
      bits: laneTerms(lane, index).length,
      meaning: `product of lane ${index}`,
      value: null,
    })),
  ];
  return {
    signals: declarations(parts),
    assignments: assignments(
      Object.fromEntries(
        parts.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])),
      ),
    ),
  };
}
