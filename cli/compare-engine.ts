import type { CompareReport } from '../compare/report.ts';
import type { CompareHooks, CompareRequest } from '../compare/request.ts';

/** What makes a comparison. */
export interface CompareEngine {
  /** Ids of the designs that there are without a grid. */
  readonly knownDesigns: readonly string[];
  compareDesigns(request: CompareRequest, hooks: CompareHooks): Promise<CompareReport>;
}

/** The one place that knows where it is; loaded when it is needed. */
export async function compareEngine(): Promise<CompareEngine> {
  const { compareDesigns, KNOWN_DESIGNS } = await import('../compare/compare.ts');
  return { compareDesigns, knownDesigns: KNOWN_DESIGNS };
}
