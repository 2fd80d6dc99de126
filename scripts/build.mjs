// Builds dist/ beside the old one and swaps them, so that a failed build leaves the old one working,
// and links the command where npx finds it at once. (With a `bin` in package.json npx would first
// install the package into a cache of its own at every call: a second instead of a third of one.)
import { execFileSync } from 'node:child_process';
import { chmodSync, renameSync, rmSync, symlinkSync } from 'node:fs';

const next = `dist.${process.pid}.tmp`;
const link = 'node_modules/.bin/logposit';
try {
  execFileSync('npx', ['--no-install', 'tsc', '-p', 'tsconfig.build.json', '--outDir', next], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  chmodSync(`${next}/cli/main.js`, 0o755);
  rmSync('dist', { recursive: true, force: true });
  renameSync(next, 'dist');
  rmSync(link, { force: true });
  symlinkSync('../../dist/cli/main.js', link);
} catch {
  process.exitCode = 1;
} finally {
  rmSync(next, { recursive: true, force: true });
}
