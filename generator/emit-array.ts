import { contentHash } from '../system/cache.ts';
import { modulePrefix } from '../system/rtl-hash.ts';
import { type ArrayResolved, resolveArray } from './config/resolve-array.ts';
import type { CheckedArray } from './config/schema.ts';
import type { ArrayDesign, ArrayModule } from './design.ts';
import { render } from './render.ts';
import { planGridModules } from './plan-grid.ts';
import { toolVersion } from './version.ts';
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
  return [
    ...planArrayDecoders(resolved, provenance),
    ...planGridModules(resolved, provenance),
    planArrayEncoder(resolved, provenance),
  ];
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
