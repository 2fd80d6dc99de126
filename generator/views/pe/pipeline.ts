/** What happens to an operand set, in this order; a register can stand in front of the last two. */
export type Phase = 'decode' | 'multiply' | 'accumulate';

const PHASES: readonly Phase[] = ['decode', 'multiply', 'accumulate'];

/** The phases that read registers, by the number of extra stages. */
const CUTS: readonly (readonly Phase[])[] = [[], ['accumulate'], ['multiply', 'accumulate']];

/** A value of the datapath, from the phase that makes it to the last one that reads it. */
export interface Value {
  readonly name: string;
  readonly made: Phase;
  readonly last: Phase;
  /** What it is called, or computed from, as long as no register holds it. */
  readonly source: string;
  /** Name of the localparam that holds the width; absent for a single bit. */
  readonly width?: string;
  readonly signed?: boolean;
  readonly meaning: string;
}

export interface Pipeline {
  readonly cuts: readonly Phase[];
  readonly values: readonly Value[];
}

/**
 * Where the extra registers stand. The first one goes in front of the shifter: what is left behind it
 * is little more than the loop of the sum, which no register can cut. The second one goes behind the
 * decoders, or where decoded operands come in: the log sum and its table are what is longest then.
 */
export function cutsOf(stages: number): readonly Phase[] {
  const cuts = CUTS[stages];
  if (cuts === undefined) throw new RangeError(`no PE has ${stages} extra stages`);
  return cuts;
}

/** The expression under which a phase reads a value: `_q`, `_q2` behind registers (lowRISC). */
export function read({ cuts, values }: Pipeline, name: string, phase: Phase): string {
  const value = values.find((known) => known.name === name);
  if (value === undefined || before(phase, value.made) || before(value.last, phase)) {
    throw new RangeError(`phase ${phase} does not see ${name}`);
  }
  return expressionAt(cuts, value, phase);
}

/** As `read`, for a value at hand. */
export function expressionAt(
  cuts: readonly Phase[],
  { name, made, source }: Value,
  phase: Phase,
): string {
  const registers = cuts.filter((cut) => before(made, cut) && !before(phase, cut)).length;
  if (registers === 0) return source;
  return registers === 1 ? `${name}_q` : `${name}_q${registers}`;
}

/** Whether a value stands in the registers in front of a phase. */
export function crosses({ made, last }: Value, cut: Phase): boolean {
  return before(made, cut) && !before(last, cut);
}

/** The phase in front of one. */
export function previousPhase(phase: Phase): Phase {
  return PHASES[PHASES.indexOf(phase) - 1] ?? phase;
}

function before(a: Phase, b: Phase): boolean {
  return PHASES.indexOf(a) < PHASES.indexOf(b);
}
