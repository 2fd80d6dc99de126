import { Failure } from '../system/failure.ts';
import { runTool } from '../system/run-tool.ts';
import type { Tool } from '../system/tool.ts';

/**
 * Runs a script file in `directory`, where all its files are. Yosys and ABC put their own temporary
 * files there too, so that they go with it whatever happens.
 */
export async function runYosys(
  yosys: Tool,
  call: {
    readonly directory: string;
    readonly script: string;
    readonly timeoutSeconds: number;
  },
): Promise<void> {
  try {
    await runTool({
      tool: yosys.name,
      command: yosys.command,
      args: ['-Q', '-T', '-q', '-s', call.script],
      cwd: call.directory,
      env: { TMPDIR: '.' },
      timeoutSeconds: call.timeoutSeconds,
    });
  } catch (error) {
    throw error instanceof Failure ? withCause(error) : error;
  }
}

/** Puts the ERROR line of Yosys, where there is one, in the place of what the log has first. */
function withCause(failure: Failure): Failure {
  const reason = /^(?:\S+:\d+: )?ERROR: .*$/m
    .exec(failure.detail ?? '')?.[0]
    .replace('ERROR: ', '');
  if (failure.kind !== 'tool-failed' || reason === undefined) return failure;
  const code = /^ABC: execution of command .* failed: return code (\d+)/.exec(reason)?.[1];
  const text = code === undefined ? reason : `its mapper ABC ended with exit code ${code}`;
  return new Failure('tool-failed', `Yosys failed: ${text}`, undefined, failure.detail);
}
