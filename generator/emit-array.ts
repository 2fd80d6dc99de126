import { type ArrayResolved, resolveArray } from './config/resolve-array.ts';
import type { CheckedArray } from './config/schema.ts';
import type { ArrayDesign, ArrayModule } from './design.ts';
import { planAccelerator } from './plan-array/accelerator.ts';
import { planAroundGrid } from './plan-array/around-grid.ts';
import { planArrayDecoders } from './plan-array/decoders.ts';
import { planArrayEncoder } from './plan-array/encoder.ts';
import { planGridModules } from './plan-array/grid.ts';
import { type Planned, written } from './planned.ts';
import { provenanceOf } from './provenance.ts';
import type { Provenance } from './views/header.ts';
import type { DesignInputs } from './weights/bounds.ts';

/**
 * Everything that an array's config becomes, given what it refers to. Same config and inputs, same
 * text. Throws Failure (input).
 */
export function arrayDesign(checked: CheckedArray, inputs: DesignInputs = {}): ArrayDesign {
  const resolved = resolveArray(checked, inputs);
  return { ...resolved, ...written(planArray(resolved)) };
}

/** The modules of an array, children before the modules that instantiate them. */
export function planArray(resolved: ArrayResolved): Planned<ArrayModule>[] {
  const provenance = arrayProvenance(resolved);
  const decoders = planArrayDecoders(resolved, provenance);
  const grid = planGridModules(resolved, provenance);
  const encoder = planArrayEncoder(resolved, provenance);
  const decoderOf = (operand: 'weight' | 'activation') =>
    decoders.find(({ module }) => module.serves?.includes(operand))?.module.name ?? '';
  const children = {
    weightDecoder: decoderOf('weight'),
    actDecoder: decoderOf('activation'),
    grid: grid.at(-1)?.module.name ?? '',
    encoder: encoder.module.name,
  };
  const around = planAroundGrid(resolved, children, provenance);
  const array = around.at(-1)?.module.name ?? '';
  const accelerator = planAccelerator(resolved, array, provenance);
  return [...decoders, ...grid, encoder, ...around, ...accelerator];
}

export function arrayProvenance({ config, derived }: ArrayResolved): Provenance {
  return provenanceOf(config, derived.weights);
}
