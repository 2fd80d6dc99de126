import { Failure } from '../../system/failure.ts';

/** An option that is right by itself, but not beside the others. */
export function optionFailure(
  option: string,
  rule: string,
  found: unknown,
  hint?: string,
): Failure {
  return new Failure('input', `${option} ${rule}, not ${found}`, hint);
}
