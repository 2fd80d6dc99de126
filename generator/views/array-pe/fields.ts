import type { ArrayShape, LaneShape } from '../../config/array-shape.ts';
import { hasLog } from '../product/multiplier.ts';

/** Fields of the decoded operands, which the registers hold side by side. */
export interface FieldsView {
  readonly signals: readonly string[];
  /** Names of the weights' fields, the highest lane first. */
  readonly weights: readonly string[];
}

export function fieldsView({ lanes }: ArrayShape): FieldsView {
  return {
    signals: [
      'logic act_nar, act_zero, act_sign;',
      'logic signed [ActLogWidth-1:0] act_log;',
      ...lanes.flatMap((lane) => [
        `logic ${flags(lane)};`,
        ...(hasLog(lane) ? [`logic signed [${logWidthName(lane)}-1:0] ${log(lane)};`] : []),
      ]),
    ],
    weights: lanes.toReversed().map((lane) => {
      const names = [flags(lane), ...(hasLog(lane) ? [log(lane)] : [])].join(', ');
      return lane.index === 0 ? names : `${names},`;
    }),
  };
}

/** Name of the localparam for the bits of a lane's weight log. */
export function logWidthName({ index }: LaneShape): string {
  return `Weight${index}LogWidth`;
}

function flags({ index }: LaneShape): string {
  return ['nar', 'zero', 'sign'].map((field) => `weight_${index}_${field}`).join(', ');
}

function log({ index }: LaneShape): string {
  return `weight_${index}_log`;
}
