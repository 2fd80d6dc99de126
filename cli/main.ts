#!/usr/bin/env node
import { ioFailure } from '../system/failure.ts';
import { removeUnfinished, tookInterrupt } from '../system/interrupt.ts';
import { call } from './call.ts';
import { reportError } from './errors.ts';

const INTERRUPTED = 130;

process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);
process.on('SIGHUP', interrupt);

function interrupt(): void {
  if (tookInterrupt()) return;
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
