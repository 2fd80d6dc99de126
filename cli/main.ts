#!/usr/bin/env node
import { ioFailure } from '../system/failure.ts';
import { removeUnfinished } from '../system/interrupt.ts';
import { call } from './call.ts';
import { reportError } from './errors.ts';

const INTERRUPTED = 130;

process.once('SIGINT', interrupt);
process.once('SIGTERM', interrupt);
process.once('SIGHUP', interrupt);

function interrupt(): void {
  removeUnfinished();
  process.stderr.write('\nlogposit: interrupted, nothing half-written is left\n');
  process.exit(INTERRUPTED);
}

// A reader that has seen enough (`| head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.exit(reportError(ioFailure(error, 'write to', 'standard output'), { debug: false }));
});

await call(process.argv.slice(2));
