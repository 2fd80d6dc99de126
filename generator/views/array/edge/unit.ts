import type { ArrayShape, FormatRange } from '../../../config/array-shape.ts';
import { busesOf, decodedBits } from '../../buses.ts';
import type { Parameter, Signal } from '../../text.ts';

/** What one decoder of an edge reads and says. */
export interface Unit {
  /** What it reads, as the variable of a loop. */
  readonly each: 'row' | 'col' | 'word';
  /** How many there are. */
  readonly count: Parameter;
  /** Bits of its code. */
  readonly code: Parameter;
  /** Bits of what it says. */
  readonly decoded: Parameter;
  /** Widths of its parts. */
  readonly parameters: readonly Parameter[];
  readonly signals: readonly Signal[];
  readonly connections: Readonly<Record<string, string>>;
  /** The parts from the highest bits on, as lines of one concatenation. */
  readonly packed: readonly string[];
}

type Outputs = Pick<Unit, 'parameters' | 'signals' | 'connections' | 'packed'>;

/** An activation in each row. */
export function activationUnit({ rows, activation }: ArrayShape): Unit {
  return {
    each: 'row',
    count: { name: 'Rows', value: rows, why: 'R' },
    code: { name: 'WordWidth', value: activation.n, why: 'n of the activations' },
    decoded: decodedWord('ActWidth', activation),
    ...wordOutputs(activation),
  };
}

/** A container in each column: the mode says where its words end. */
export function containerUnit(shape: ArrayShape): Unit {
  return {
    each: 'col',
    ...column(shape),
    decoded: {
      name: 'WeightWidth',
      value: busesOf(shape).weight,
      why: 'weights of all lanes, decoded',
    },
    ...containerOutputs(shape),
  };
}

/** Where formats are fixed, every word of a row of weights is decoded alike. */
export function wordUnit(shape: ArrayShape): Unit {
  const { cols, lanes, lane } = { ...shape, lane: shape.lanes[0] };
  if (lane === undefined) throw new RangeError('an array has a lane');
  const outputs = wordOutputs(lane.weight);
  if (lanes.length === 1) {
    return {
      each: 'col',
      ...column(shape),
      decoded: decodedWord('WeightWidth', lane.weight),
      ...outputs,
    };
  }
  return {
    each: 'word',
    count: { name: 'Words', value: cols * lanes.length, why: `${lanes.length} in each container` },
    code: { name: 'WordWidth', value: lane.weight.n, why: 'n of the weights' },
    decoded: decodedWord('LaneWidth', lane.weight),
    ...outputs,
  };
}

/** What enters the grid in one column. */
export function column({ cols, containerBits }: ArrayShape): Pick<Unit, 'count' | 'code'> {
  return {
    count: { name: 'Cols', value: cols, why: 'C' },
    code: { name: 'ContainerWidth', value: containerBits, why: 'weights of all lanes of one PE' },
  };
}

const FLAGS = [
  { name: 'zero', meaning: 'the word is zero' },
  { name: 'nar', meaning: 'the word is NaR' },
  { name: 'sign', meaning: '1: negative' },
];
const FLAG_OUTPUTS = { zero_o: 'zero', nar_o: 'nar', sign_o: 'sign' };
const LOG_MEANING = 'log2 of the magnitude';

function decodedWord(name: string, words: FormatRange): Parameter {
  const parts = words.logWidth > 0 ? '{nar, zero, sign, log}' : '{nar, zero, sign}';
  return { name, value: decodedBits(words), why: parts };
}

function wordOutputs({ logWidth }: FormatRange): Outputs {
  if (logWidth === 0) {
    const log = {
      name: 'unused_log',
      signed: true,
      meaning: '0: a word of 2 bits is 0, 1, -1, NaR',
    };
    return {
      parameters: [],
      signals: [...FLAGS, log],
      connections: { ...FLAG_OUTPUTS, log_o: log.name },
      packed: ['nar, zero, sign'],
    };
  }
  return {
    parameters: [{ name: 'LogWidth', value: logWidth, why: LOG_MEANING }],
    signals: [...FLAGS, { name: 'log', width: 'LogWidth', signed: true, meaning: LOG_MEANING }],
    connections: { ...FLAG_OUTPUTS, log_o: 'log' },
    packed: ['nar, zero, sign, log'],
  };
}

function containerOutputs({ lanes }: ArrayShape): Outputs {
  const logs = lanes
    .filter(({ weight }) => weight.logWidth > 0)
    .map(({ index, weight }) => ({
      lane: index,
      bits: weight.logWidth,
      width: `Log${index}Width`,
    }));
  const parts = [...lanes].reverse().map(({ index, weight }) => {
    const log = weight.logWidth > 0 ? [`log_${index}`] : [];
    return [`nar[${index}]`, `zero[${index}]`, `sign[${index}]`, ...log].join(', ');
  });
  return {
    parameters: [
      { name: 'Lanes', value: lanes.length, why: 'most weights of a container' },
      ...logs.map(({ lane, bits, width }) => ({
        name: width,
        value: bits,
        why: `${LOG_MEANING}, lane ${lane}`,
      })),
    ],
    signals: [
      ...FLAGS.map((flag) => ({ ...flag, width: 'Lanes' })),
      ...logs.map(({ lane, width }) => ({
        name: `log_${lane}`,
        width,
        signed: true,
        meaning: LOG_MEANING,
      })),
    ],
    connections: {
      ...FLAG_OUTPUTS,
      ...Object.fromEntries(logs.map(({ lane }) => [`log_${lane}_o`, `log_${lane}`])),
    },
    packed: parts,
  };
}
