import { modulePrefix } from '../../system/rtl-hash.ts';
import type { ArrayResolved } from '../config/resolve-array.ts';
import type { ArrayModule } from '../design.ts';

/** A module of an array, its template and the view that fills it. */
export interface PlannedArrayModule {
  readonly module: ArrayModule;
  readonly template: string;
  readonly view: object;
}

export function describeArrayModule(
  { config }: ArrayResolved,
  suffix: string,
  rest: Omit<ArrayModule, 'name' | 'file'>,
): ArrayModule {
  const name = `${modulePrefix(config.name)}${suffix}`;
  return { name, file: `${name}.sv`, ...rest };
}
