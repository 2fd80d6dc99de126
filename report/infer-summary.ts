import type { InferReport, LayerReport, StreamBeats } from '../infer/report.ts';
import { count, elided, percent, printable } from './figures.ts';

/** What the text and the page of an inference both say. */

/** "45 inputs through the RTL of lpa, 8 x 8 PEs with 4 lanes". */
export function subjectText({ n, on, array }: InferReport): string {
  const inputs = `${count(n, 'input')} through`;
  if (on === 'float' || array === undefined) return `${inputs} the float network`;
  const { name, rows, cols, lanes } = array;
  const model = on === 'rtl' ? 'the simulated RTL' : 'the golden model';
  return `${inputs} ${model} of ${name}, ${rows} x ${cols} PEs with ${count(lanes, 'lane')}`;
}

/** Inputs of a share: "41 of 45". */
export function ofInputs(share: number, n: number): string {
  return `${Math.round(share * n).toLocaleString('en')} of ${n.toLocaleString('en')}`;
}

/** "41 of 45 right (91.1 %), float 41; 45 of 45 agree with float". */
export function answersText({ on, n, accuracy, floatAccuracy, agreement }: InferReport): string {
  const right =
    accuracy === null
      ? 'no labels: right answers are not counted'
      : `${ofInputs(accuracy, n)} right (${percent(accuracy)})`;
  if (on === 'float') return right;
  const float =
    floatAccuracy === null ? '' : `, float ${Math.round(floatAccuracy * n).toLocaleString('en')}`;
  return `${right}${float}; ${ofInputs(agreement, n)} agree with float`;
}

/**
 * A layer's name in at most so many letters. Long paths, as exporters write them, first lose what is
 * said twice: /layer1/layer1.0/conv1/Conv is layer1.0/conv1.
 */
export function shortName(
  { name, operator }: Pick<LayerReport, 'name' | 'operator'>,
  most: number,
): string {
  const shown = printable(name);
  if ([...shown].length <= most) return shown;
  const parts = shown.split('/').filter((part) => part !== '');
  const told = parts.filter(
    (part, index) => !(parts[index + 1]?.startsWith(`${part}.`) || part === operator),
  );
  return elided(told.length === 0 ? shown : told.join('/'), most);
}

/** dB with two digits; there is no figure where nothing differs. */
export function decibels(sqnr: number | null): string {
  return sqnr === null ? 'equal' : sqnr.toFixed(2);
}

export interface Work {
  /** n of the weight words. */
  readonly mode: number;
  readonly layers: number;
  readonly macs: number;
  readonly cycles: number;
}

/** The widest words first. */
export function workByMode(layers: readonly LayerReport[]): Work[] {
  const modes = [...new Set(layers.map(({ mode }) => mode))].sort((a, b) => b - a);
  return modes.map((mode) => {
    const own = layers.filter((layer) => layer.mode === mode);
    return {
      mode,
      layers: own.length,
      macs: own.reduce((sum, { macs }) => sum + macs, 0),
      cycles: own.reduce((sum, { cycles }) => sum + cycles, 0),
    };
  });
}

/** Layers whose sums need more bits than the array has: they may have overflowed. */
export function tooWide(layers: readonly LayerReport[]): LayerReport[] {
  return layers.filter(
    ({ widths: { tile, sum, arrayTile, arraySum } }) => tile > arrayTile || sum > arraySum,
  );
}

export interface RtlVerdict {
  /** Incomplete: nothing differs, but something was not compared. */
  readonly state: 'pass' | 'mismatch' | 'incomplete';
  readonly lines: readonly string[];
}

/** Whether the RTL did what the golden model and the cycle model say; null if there was no RTL. */
export function rtlVerdict(report: InferReport): RtlVerdict | null {
  const { on, layers } = report;
  if (on !== 'rtl') return null;
  const wrong = [
    ...wordLines(report),
    ...layers.flatMap((layer) =>
      timingLines(layer).map((line) => `layer ${printable(layer.name)}, ${line}`),
    ),
  ];
  const waiting = layers.filter(({ simulated }) => simulated === null).length;
  const left = [
    ...(layers.length === 0 ? ['no layer ran on the array'] : []),
    ...(waiting === 0 ? [] : [`${count(waiting, 'layer')} not simulated`]),
  ];
  if (wrong.length > 0) return { state: 'mismatch', lines: [...wrong, ...left] };
  if (left.length > 0) return { state: 'incomplete', lines: left };
  const lines = ["every result word, cycle and beat equals the golden model's"];
  return { state: 'pass', lines };
}

function wordLines({ mismatches, firstMismatch, layers }: InferReport): string[] {
  if (mismatches === 0) return [];
  const differ = `${count(mismatches, 'result word')} not as in the golden model`;
  if (firstMismatch === null) return [differ];
  const { layer, input, place, expected, got } = firstMismatch;
  const bits = layers.find(({ name }) => name === layer)?.formats.output.n ?? 8;
  const word = (value: number) => `0x${value.toString(16).padStart(Math.ceil(bits / 4), '0')}`;
  const where = `layer ${printable(layer)}, input ${input}, place ${place}`;
  return [differ, `first: ${where}: expected ${word(expected)}, got ${word(got)}`];
}

const STREAMS = [
  'channels',
  'weights',
  'activations',
  'results',
] as const satisfies readonly (keyof StreamBeats)[];

/** One line for each count in which a simulated layer and the cycle model differ. */
export function timingLines({ cycles, beats, simulated }: LayerReport): string[] {
  if (simulated === null) return [];
  const counts = [
    ['cycles', cycles, simulated.cycles] as const,
    ...STREAMS.map((one) => [`beats of ${one}`, beats[one], simulated.beats[one]] as const),
  ];
  return counts
    .filter(([, expected, got]) => expected !== got)
    .map(
      ([what, expected, got]) =>
        `${what}: expected ${expected.toLocaleString('en')}, ` + `got ${got.toLocaleString('en')}`,
    );
}
