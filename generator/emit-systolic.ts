import { resolveSystolic } from './config/resolve-systolic.ts';
import type { CheckedSystolic } from './config/schema.ts';
import type { SystolicDesign } from './design.ts';
import { written } from './planned.ts';
import { provenanceOf } from './provenance.ts';
import { planSystolic } from './systolic/plan.ts';

/** Everything that a systolic grid's config becomes. Same config, same text. Throws Failure (input). */
export function systolicDesign(checked: CheckedSystolic): SystolicDesign {
  const resolved = resolveSystolic(checked);
  const provenance = provenanceOf(resolved.config, undefined);
  return { ...resolved, ...written(planSystolic(resolved, resolved.shape, provenance)) };
}
