import type { ArrayResolved } from '../config/resolve-array.ts';
import type { ArrayModule } from '../design.ts';
import { describeModule, type Planned } from '../planned.ts';
import { accumulatorPorts, accumulatorView } from '../views/array/accumulator.ts';
import { controlPorts, controlView } from '../views/array/control/view.ts';
import { actEdgePorts, actSide, weightEdgePorts, weightSide } from '../views/array/edge/sides.ts';
import { edgeView } from '../views/array/edge/view.ts';
import { type FootChildren, footPorts, footView } from '../views/array/foot.ts';
import { type ArrayChildren, arrayPorts, arrayView } from '../views/array/top.ts';
import type { Provenance } from '../views/header.ts';

/** Names of the modules that compute; the others bring them their operands and take their sums. */
export interface ComputingModules {
  readonly weightDecoder: string;
  readonly actDecoder: string;
  readonly grid: string;
  readonly encoder: string;
}

/** Edges, feet and control of an array, and the array itself, children first. */
export function planAroundGrid(
  resolved: ArrayResolved,
  { weightDecoder, actDecoder, grid, encoder }: ComputingModules,
  provenance: Provenance,
): Planned<ArrayModule>[] {
  const weightEdge = planEdge(resolved, 'weight', weightDecoder, provenance);
  const actEdge = planEdge(resolved, 'act', actDecoder, provenance);
  const accumulator = planAccumulator(resolved, provenance);
  const feet = { accumulator: accumulator.module.name, encoder };
  const foot = planFoot(resolved, feet, provenance);
  const control = planControl(resolved, provenance);
  const children = {
    control: control.module.name,
    weightEdge: weightEdge.module.name,
    actEdge: actEdge.module.name,
    grid,
    foot: foot.module.name,
  };
  const array = planTop(resolved, children, provenance);
  return [weightEdge, actEdge, accumulator, foot, control, array];
}

function planEdge(
  resolved: ArrayResolved,
  operand: 'weight' | 'act',
  decoder: string,
  provenance: Provenance,
): Planned<ArrayModule> {
  const { shape } = resolved;
  const { side, ports, lines } =
    operand === 'weight'
      ? { side: weightSide(shape, decoder), ports: weightEdgePorts(shape), lines: shape.cols }
      : { side: actSide(shape, decoder), ports: actEdgePorts(shape), lines: shape.rows };
  const module = describeModule<ArrayModule>(resolved, `${operand}_edge`, {
    role: 'edge',
    latency: lines - 1,
    ports,
  });
  return { module, template: 'edge', view: edgeView(module, side, provenance) };
}

function planAccumulator(resolved: ArrayResolved, provenance: Provenance): Planned<ArrayModule> {
  const ports = accumulatorPorts(resolved);
  const rest = { role: 'accumulator', latency: 1, ports } as const;
  const module = describeModule<ArrayModule>(resolved, 'accumulator', rest);
  return { module, template: 'accumulator', view: accumulatorView(module, resolved, provenance) };
}

function planFoot(
  resolved: ArrayResolved,
  children: FootChildren,
  provenance: Provenance,
): Planned<ArrayModule> {
  const ports = footPorts(resolved);
  const module = describeModule<ArrayModule>(resolved, 'foot', { role: 'foot', latency: 2, ports });
  return { module, template: 'foot', view: footView(module, children, resolved, provenance) };
}

function planControl(resolved: ArrayResolved, provenance: Provenance): Planned<ArrayModule> {
  const { shape } = resolved;
  const ports = controlPorts(shape);
  const rest = { role: 'control', latency: shape.rows + 1, ports } as const;
  const module = describeModule<ArrayModule>(resolved, 'control', rest);
  return { module, template: 'control', view: controlView(module, shape, provenance) };
}

function planTop(
  resolved: ArrayResolved,
  children: ArrayChildren,
  provenance: Provenance,
): Planned<ArrayModule> {
  const { rows, cols } = resolved.shape;
  const ports = arrayPorts(resolved);
  const rest = { role: 'array', latency: rows + cols + 2, ports } as const;
  const module = describeModule<ArrayModule>(resolved, 'array', rest);
  return { module, template: 'array', view: arrayView(module, children, resolved, provenance) };
}
