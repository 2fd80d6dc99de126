import { createAllocate } from './allocate.ts';
import { createDescent } from './descent.ts';
import { createExact } from './exact.ts';
import { createLeastError } from './least-error.ts';
import { createLpq } from './lpq/index.ts';

export type { AllocateOptions } from './allocate.ts';
export type { DescentOptions } from './descent.ts';
export type { ExactOptions } from './exact.ts';
export type { LpqOptions } from './lpq/index.ts';

/** How choosers are made, by the name that users give. */
export const choosers = {
  error: createLeastError,
  ilp: createAllocate,
  descent: createDescent,
  exact: createExact,
  lpq: createLpq,
} as const;

export type ChooserName = keyof typeof choosers;
