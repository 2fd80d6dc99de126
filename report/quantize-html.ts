import type { QuantizeReport } from '../search/report.ts';
import type { QuantizeResult } from '../search/quantize-network.ts';

export async function quantizeHtml(_report: QuantizeReport, _result: QuantizeResult): Promise<string> {
  return '';
}
