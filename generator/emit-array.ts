import { contentHash } from '../system/cache.ts';
import { modulePrefix } from '../system/rtl-hash.ts';
import { type ArrayResolved, resolveArray } from './config/resolve-array.ts';
import type { CheckedArray } from './config/schema.ts';
import type { ArrayDesign, ArrayModule } from './design.ts';
import { planGridModules } from './plan-grid.ts';
import { render } from './render.ts';
import { toolVersion } from './version.ts';
import { accumulatorPorts, accumulatorView } from './views/array/accumulator.ts';
import { controlPorts, controlView } from './views/array/control/view.ts';
import { actEdgePorts, actSide, weightEdgePorts, weightSide } from './views/array/edge/sides.ts';
import { edgeView } from './views/array/edge/view.ts';
import { type FootChildren, footPorts, footView } from './views/array/foot.ts';
import { type ArrayChildren, arrayPorts, arrayView } from './views/array/top.ts';
import type { Provenance } from './views/header.ts';
import { planArrayDecoders } from './views/unified-decoder/plan.ts';
import { planArrayEncoder } from './views/unified-encoder/plan.ts';

/** Everything that an array's config becomes. Same config, same text. Throws Failure (input). */
export function arrayDesign(checked: CheckedArray): ArrayDesign {
  const resolved = resolveArray(checked);
  const planned = planArray(resolved);
  return {
    ...resolved,
    modules: planned.map(({ module }) => module),
    sources: planned.map(({ module, template, view }) => ({
      path: module.file,
      text: render(template, view),
    })),
  };
}

/** A module of an array, its template and the view that fills it. */
export interface PlannedArrayModule {
  readonly module: ArrayModule;
  readonly template: string;
  readonly view: object;
}

/** The modules of an array, children before the modules that instantiate them. */
export function planArray(resolved: ArrayResolved): PlannedArrayModule[] {
  const provenance = arrayProvenance(resolved);
  const nameOf = (suffix: string) => `${modulePrefix(resolved.config.name)}${suffix}`;

  const decoders = planArrayDecoders(resolved, provenance);
  const grid = planGridModules(resolved, provenance);
  const encoder = planArrayEncoder(resolved, provenance);
  const decoderOf = (operand: 'weight' | 'activation') =>
    decoders.find(({ module }) => module.serves?.includes(operand))?.module.name ?? '';

  const weightEdge = planEdge(resolved, 'weight', decoderOf('weight'), provenance);
  const actEdge = planEdge(resolved, 'act', decoderOf('activation'), provenance);
  const accumulator = planAccumulator(resolved, provenance);
  const foot = planFoot(
    resolved,
    { accumulator: accumulator.module.name, encoder: nameOf('encoder') },
    provenance,
  );
  const control = planControl(resolved, provenance);
  const array = planTop(
    resolved,
    {
      control: control.module.name,
      weightEdge: weightEdge.module.name,
      actEdge: actEdge.module.name,
      grid: nameOf('grid'),
      foot: foot.module.name,
    },
    provenance,
  );
  return [...decoders, ...grid, encoder, weightEdge, actEdge, accumulator, foot, control, array];
}

function planEdge(
  resolved: ArrayResolved,
  operand: 'weight' | 'act',
  decoder: string,
  provenance: Provenance,
): PlannedArrayModule {
  const { shape } = resolved;
  const { side, ports, lines } =
    operand === 'weight'
      ? { side: weightSide(shape, decoder), ports: weightEdgePorts(shape), lines: shape.cols }
      : { side: actSide(shape, decoder), ports: actEdgePorts(shape), lines: shape.rows };
  const module = describeArrayModule(resolved, `${operand}_edge`, {
    role: 'edge',
    latency: lines - 1,
    ports,
  });
  return { module, template: 'edge', view: edgeView(module, side, provenance) };
}

function planAccumulator(resolved: ArrayResolved, provenance: Provenance): PlannedArrayModule {
  const ports = accumulatorPorts(resolved);
  const rest = { role: 'accumulator', latency: 1, ports } as const;
  const module = describeArrayModule(resolved, 'accumulator', rest);
  return { module, template: 'accumulator', view: accumulatorView(module, resolved, provenance) };
}

function planFoot(
  resolved: ArrayResolved,
  children: FootChildren,
  provenance: Provenance,
): PlannedArrayModule {
  const ports = footPorts(resolved);
  const module = describeArrayModule(resolved, 'foot', { role: 'foot', latency: 2, ports });
  return { module, template: 'foot', view: footView(module, children, resolved, provenance) };
}

function planControl(resolved: ArrayResolved, provenance: Provenance): PlannedArrayModule {
  const { shape } = resolved;
  const ports = controlPorts(shape);
  const rest = { role: 'control', latency: shape.rows + 1, ports } as const;
  const module = describeArrayModule(resolved, 'control', rest);
  return { module, template: 'control', view: controlView(module, shape, provenance) };
}

function planTop(
  resolved: ArrayResolved,
  children: ArrayChildren,
  provenance: Provenance,
): PlannedArrayModule {
  const { rows, cols } = resolved.shape;
  const ports = arrayPorts(resolved);
  const rest = { role: 'array', latency: rows + cols + 2, ports } as const;
  const module = describeArrayModule(resolved, 'array', rest);
  return { module, template: 'array', view: arrayView(module, children, resolved, provenance) };
}

export function describeArrayModule(
  { config }: ArrayResolved,
  suffix: string,
  rest: Omit<ArrayModule, 'name' | 'file'>,
): ArrayModule {
  const name = `${modulePrefix(config.name)}${suffix}`;
  return { name, file: `${name}.sv`, ...rest };
}

export function arrayProvenance({ config }: ArrayResolved): Provenance {
  return {
    tool: `logposit ${toolVersion}`,
    command: `logposit generate ${config.name}.json`,
    configHash: contentHash(JSON.stringify(config)),
  };
}
