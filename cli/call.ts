import { reportError } from './errors.ts';
import { createProgram } from './program.ts';

/** Carries out one command; a failure becomes its line on standard error and `process.exitCode`. */
export async function call(args: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = reportError(error, { debug: args.includes('--debug') });
  }
}
