import { alignColumns } from '../system/text.ts';
import type { ToolStatus } from '../system/tool.ts';
import type { Paint } from './paint.ts';

/** One line per tool; for a missing one how to get it. */
export function doctorLines(tools: readonly ToolStatus[], paint: Paint): string[] {
  const rows = tools.map((tool) => [
    `  ${tool.name}`,
    stateText(tool),
    tool.neededFor,
    tool.found ? tool.command : tool.hint,
  ]);
  const lines = alignColumns([
    ['  tool', 'version', 'needed for', 'where, or how to get it'],
    ...rows,
  ]);
  const missing = tools.filter(({ found, optional }) => !found && !optional);
  return [
    ...lines.map((line, index) => {
      const tool = tools[index - 1];
      if (tool === undefined) return paint.dim(line);
      return tool.found || tool.optional ? line : paint.bad(line);
    }),
    '',
    missing.length === 0
      ? paint.good('ready: everything that is needed was found')
      : paint.bad(
          `missing: ${missing.map(({ name }) => name).join(', ')}; ./bootstrap installs them`,
        ),
  ];
}

function stateText({ found, version, optional }: ToolStatus): string {
  if (found) return version ?? 'found';
  return optional ? 'missing (optional)' : 'missing';
}
