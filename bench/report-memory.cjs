// Preloaded by bench/startup.ts: every Node process says its largest resident set on the way out.
process.on('exit', () => process.stderr.write(`\nRSS ${process.resourceUsage().maxRSS}\n`));
