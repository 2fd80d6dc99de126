import { resolveSystolic } from '../generator/index.ts';
import { Failure } from '../system/failure.ts';
import type { SweepConfig } from './request.ts';
import { sweepSpec } from './sweep-spec.ts';
import { checkedConfig } from './usage.ts';

/** Widths of sums are found later, and a narrow sum is never refused. */
const NARROW = 2;

/**
 * Whether options that are right by themselves go together in every design of a sweep; `file` is the
 * grid's name in messages. Throws Failure (input) that names the first design where they do not.
 */
export function requireDesigns(configs: readonly SweepConfig[], file: string): void {
  for (const config of configs) {
    try {
      resolveSystolic(checkedConfig(sweepSpec(config), NARROW));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      throw new Failure('input', `${file}: ${config.name}: ${error.message}`, error.hint);
    }
  }
}
