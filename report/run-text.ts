import {
  type AnyDesign,
  type ArrayDesign,
  type Design,
  isArrayDesign,
  isFloatDesign,
  isSystolicDesign,
  type SystolicDesign,
} from '../generator/index.ts';
import { lanesOfWord } from '../golden/exact/index.ts';
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

function summary(design: AnyDesign, result: RunResult, paint: Paint): string[] {
  const { generate, verify, synth } = result;
  const { config } = design;
  const verdict =
    verify.verdict === 'pass'
      ? paint.good(`agrees with the golden model in all ${count(verify.vectors)} vectors`)
      : paint.bad(`does NOT agree with the golden model (${verify.verdict})`);
  const [top, options] = READ_NEXT[config.kind];
  return [
    ...about(design),
    `The RTL ${verdict}${verify.exhaustive ? ', every pair of operand words among them' : ''}.`,
    `${synth.points.map(pointText).join('; ')}, in NAND2 equivalents on ${synth.library.name}.`,
    `Read ${generate.directory}/${config.name}_${top}.sv next, or change ${config.name}'s ${options} and run again.`,
  ];
}

const READ_NEXT = {
  pe: ['pe', 'n, es and rs'],
  array: ['array', 'rows and cols'],
  systolic: ['array', 'datapath'],
} as const;

function about(design: AnyDesign): string[] {
  if (isArrayDesign(design)) return arraySummary(design);
  return isSystolicDesign(design) ? systolicSummary(design) : peSummary(design);
}

function systolicSummary({ config, shape }: SystolicDesign): string[] {
  const { rows, cols, modes, lanes } = shape;
  const rates = modes.map(
    (mode) => `${count(rows * cols * mode.lanes)} weights of ${mode.bits} bits`,
  );
  const widths = lanes.map(({ width }) => width).join(', ');
  return [
    `${config.name} multiplies ${rates.join(' or ')} by activations of ${shape.activationBits} bits every cycle`,
    `and sums ${rows} products in ${widths} bits.`,
  ];
}

function peSummary(design: Design): string[] {
  const { mac, requantise, config } = design;
  return [
    `${config.name} multiplies ${formatName(mac.weight)} weights by ${formatName(mac.activation)} activations,`,
    `sums ${productsOf(design)} products in ${sumText(design)} and writes ${formatName(requantise.output)} words.`,
  ];
}

function arraySummary({ shape, config }: ArrayDesign): string[] {
  const { rows, cols, modes, lanes, activation, output } = shape;
  const rates = modes.map((n) => `${count(rows * cols * lanesOfWord(n))} weights of ${n} bits`);
  const widths = [...new Set(lanes.map(({ width }) => width))].join(' or ');
  const formats =
    activation.fixed && output.fixed
      ? `Activations are ${formatName(activation.fixed)} words, results ${formatName(output.fixed)}.`
      : `Each tile names its formats, with es up to ${shape.maxEs}.`;
  return [
    `${config.name} holds ${rates.join(' or ')}, multiplies all of them every cycle,`,
    `and sums ${config.accumulator.depth} products in ${widths} bits. ${formats}`,
  ];
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
  const title = { smallest: 'Smallest', fastest: 'fastest', clock: 'smallest at the clock' }[name];
  return `${title}: ${count(Math.round(nand2))}${speed}`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
