import { doctorLines } from '../../report/doctor-text.ts';
import { paintFor } from '../../report/paint.ts';
import { simToolStatuses } from '../../sim/index.ts';
import { synthToolStatuses } from '../../synth/index.ts';
import type { ToolStatus } from '../../system/tool.ts';
import type { JsonOption } from '../options.ts';
import { printJson, printLines } from '../print.ts';

const TOOL_MISSING = 3;

/** Says which tools were found; exit code 3 where a needed one is missing. */
export async function doctor(options: JsonOption): Promise<void> {
  const tools = [nodeStatus(), ...(await simToolStatuses()), ...(await synthToolStatuses())];
  const ready = tools.every(({ found, optional }) => found || optional);
  if (options.json) printJson({ ready, tools });
  else printLines(doctorLines(tools, paintFor(process.stdout)));
  if (!ready) process.exitCode = TOOL_MISSING;
}

function nodeStatus(): ToolStatus {
  return {
    name: 'Node.js',
    command: 'node',
    found: true,
    version: process.versions.node,
    neededFor: 'everything',
    optional: false,
    hint: 'install Node.js 20 or newer',
  };
}
