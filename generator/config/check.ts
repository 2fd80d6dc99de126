import type { Fault } from './fault.ts';
import { describeIssue } from './issue.ts';
import { kindOf, SCHEMAS } from './schema.ts';

/** What the schema of its kind finds wrong with a config; nothing where it is right. */
export function configFaults(config: unknown): Fault[] {
  const { error } = SCHEMAS[kindOf(config)].safeParse(config);
  return error?.issues.map((issue) => describeIssue(issue, config)) ?? [];
}
