// Loaded into a Node process: its largest resident set in KiB and its CPU seconds, at its end.
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write(`\nRSS ${maxRSS}\nCPU ${(userCPUTime + systemCPUTime) / 1e6}\n`);
});
