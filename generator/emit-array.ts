import { contentHash } from '../system/cache.ts';
import { modulePrefix } from '../system/rtl-hash.ts';
import { type ArrayResolved, resolveArray } from './config/resolve-array.ts';
import type { CheckedArray } from './config/schema.ts';
import type { ArrayDesign, ArrayModule } from './design.ts';
import { planAroundGrid } from './plan-around-grid.ts';
import { render } from './render.ts';
import { toolVersion } from './version.ts';
import type { Provenance } from './views/header.ts';

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

  const decoders: PlannedArrayModule[] = [];
  const grid: PlannedArrayModule[] = [];
  const encoder: PlannedArrayModule[] = [];

  const children = {
    weightDecoder: nameOf('weight_decoder'),
    actDecoder: nameOf('act_decoder'),
    grid: nameOf('grid'),
    encoder: nameOf('encoder'),
  };
  return [...decoders, ...grid, ...encoder, ...planAroundGrid(resolved, children, provenance)];
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
