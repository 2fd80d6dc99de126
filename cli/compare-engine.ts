import type { CompareReport } from '../compare/report.ts';
import type { CompareHooks, CompareRequest } from '../compare/request.ts';
import { Failure } from '../system/failure.ts';

/** What makes a comparison. */
export interface CompareEngine {
  /** Ids of the designs that there are without a grid. */
  readonly knownDesigns: readonly string[];
  compareDesigns(request: CompareRequest, hooks: CompareHooks): Promise<CompareReport>;
}

/** The one place that knows where it is. */
export async function compareEngine(): Promise<CompareEngine> {
  throw new Failure('usage', 'nothing can be compared yet');
}
