#!/usr/bin/env node
import { removeUnfinished } from '../system/interrupt.ts';
import { call } from './call.ts';

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
  process.exit(error.code === 'EPIPE' ? 0 : 4);
});

await call(process.argv.slice(2));
