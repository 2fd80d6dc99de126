import type { Resolved } from '../../config/resolve.ts';
import { declarations } from '../text.ts';
import {
  crosses,
  expressionAt,
  type Phase,
  type Pipeline,
  previousPhase,
  type Value,
} from './pipeline.ts';

/** A register between two phases: what it says of itself and what it holds. */
export interface StageView {
  readonly story: string;
  readonly signals: readonly string[];
  readonly cleared: readonly string[];
  /** Whether the register takes a set at this edge. */
  readonly valid: string;
  readonly validNext: string;
  readonly taken: readonly string[];
}

/** The registers in front of a phase; null where none stand there. */
export function stageView(pipeline: Pipeline, phase: Phase, story: string): StageView | null {
  const { cuts, values } = pipeline;
  if (!cuts.includes(phase)) return null;
  const held = values
    .filter((value) => crosses(value, phase))
    .map((value) => ({ ...value, ...transfer(cuts, value, phase) }));
  const [valid, ...data] = held;
  if (valid === undefined) throw new RangeError(`nothing reaches the phase ${phase}`);
  const widest = Math.max(...held.map(({ register }) => register.length));
  const assign = ({ register }: Transfer, next: string) => `${register.padEnd(widest)} <= ${next};`;
  return {
    story,
    signals: declarations(
      held.map(({ register, ...value }) => ({ ...signalOf(value), name: register })),
    ),
    cleared: held.map((value) => assign(value, value.width === undefined ? "1'b0" : `'0`)),
    valid: `${valid.register} <= ${valid.next};`,
    validNext: valid.next,
    taken: data.map((value) => assign(value, value.next)),
  };
}

interface Transfer {
  readonly register: string;
  readonly next: string;
}

function transfer(cuts: readonly Phase[], value: Value, phase: Phase): Transfer {
  return {
    register: expressionAt(cuts, value, phase),
    next: expressionAt(cuts, value, previousPhase(phase)),
  };
}

function signalOf({ name, width, signed, meaning }: Value) {
  return {
    name,
    meaning,
    ...(width === undefined ? {} : { width }),
    ...(signed === undefined ? {} : { signed }),
  };
}

/** Registers in front of a phase; null where none stand there. */
export interface StagesView {
  readonly multiply: StageView | null;
  readonly accumulate: StageView | null;
}

export function stagesView({ config }: Resolved, pipeline: Pipeline): StagesView {
  const operands =
    config.pe.operands === 'logs'
      ? 'operands as they come in; the wires to here have a cycle of their own.'
      : 'decoded operands.';
  const product = 'the shifter sees one change per operand set, no glitches of the log sum.';
  return {
    multiply: stageView(pipeline, 'multiply', operands),
    accumulate: stageView(pipeline, 'accumulate', product),
  };
}
