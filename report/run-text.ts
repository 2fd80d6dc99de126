import {
  type AnyDesign,
  type ArrayDesign,
  type Design,
  type FormatRange,
  isArrayDesign,
  isFloatDesign,
} from '../generator/index.ts';
import { formatName } from '../golden/format.ts';
import type { VerifyReport } from '../sim/index.ts';
import type { SynthPoint, SynthReport } from '../synth/index.ts';
import type { Paint } from './paint.ts';
import { synthLines } from './synth-text.ts';
import { verifyLines } from './verify-text.ts';

export interface RunResult {
  readonly generate: { readonly directory: string; readonly files: readonly string[] };
  readonly verify: VerifyReport;
  readonly synth: SynthReport;
}

/** The three steps one below the other, and what they say in the words of a newcomer. */
export function runLines(design: AnyDesign, result: RunResult, paint: Paint): string[] {
  const { generate, verify, synth } = result;
  return [
    paint.strong('RTL'),
    `  ${generate.directory}/: ${generate.files.join(', ')}`,
    '',
    paint.strong('Verification against the golden model'),
    ...verifyLines(verify, paint),
    '',
    paint.strong('Synthesis'),
    ...synthLines(synth, paint),
    '',
    paint.strong('Summary'),
    ...summary(design, result, paint).map((line) => `  ${line}`),
  ];
}

function summary(
  design: AnyDesign,
  { generate, verify, synth }: RunResult,
  paint: Paint,
): string[] {
  const { name } = design.config;
  const verdict =
    verify.verdict === 'pass'
      ? paint.good(`agrees with the golden model in all ${count(verify.vectors)} vectors`)
      : paint.bad(`does NOT agree with the golden model (${verify.verdict})`);
  const [description, next] = isArrayDesign(design)
    ? [arrayDescription(design), `${name}_array.sv next, or change ${name}'s rows, cols and modes`]
    : [peDescription(design), `${name}_pe.sv next, or change ${name}'s n, es and rs`];
  return [
    ...description,
    `The RTL ${verdict}${verify.exhaustive ? ', every pair of operand words among them' : ''}.`,
    `${synth.points.map(pointText).join('; ')}, in NAND2 equivalents on ${synth.library.name}.`,
    `Read ${generate.directory}/${next} and run again.`,
  ];
}

function peDescription(design: Design): string[] {
  const { mac, requantise, config } = design;
  return [
    `${config.name} multiplies ${formatName(mac.weight)} weights by ${formatName(mac.activation)} activations,`,
    `sums ${productsOf(design)} products in ${sumText(design)} and writes ${formatName(requantise.output)} words.`,
  ];
}

function arrayDescription({ config, shape }: ArrayDesign): string[] {
  const { rows, cols, lanes, activation, output } = shape;
  const weights = lanes[0]?.weight.fixed
    ? `${formatName(lanes[0].weight.fixed)} weights`
    : `weights of ${shape.modes.join(', ')} bits`;
  const widths = [...new Set(lanes.map(({ width }) => width))].join(', ');
  return [
    `${config.name} multiplies ${weights} by ${rangeText(activation)} activations in ${rows} x ${cols} PEs of ${count(lanes.length)} ${lanes.length === 1 ? 'lane' : 'lanes'},`,
    `sums ${config.accumulator.depth} products in ${widths} bits and writes ${rangeText(output)} words.`,
  ];
}

function rangeText({ fixed, n }: FormatRange): string {
  return fixed === null ? `${n}-bit` : formatName(fixed);
}

/** K: of the weights that a width was chosen for, else the most that it allows for. */
function productsOf(design: Design): number {
  const { depth } = design.config.accumulator;
  return isFloatDesign(design) ? depth : (design.derived.weights?.K ?? depth);
}

function sumText(design: Design): string {
  return isFloatDesign(design)
    ? `floating point with ${design.derived.W} significand bits`
    : `${design.derived.P} bits`;
}

function pointText({ name, nand2, criticalPath }: SynthPoint): string {
  const speed = criticalPath === null ? '' : ` at about ${(1000 / criticalPath.ns).toFixed(0)} MHz`;
  return `${name === 'smallest' ? 'Smallest' : 'fastest'}: ${count(Math.round(nand2))}${speed}`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
