// Preloaded by bench/infer.ts: the process says on the way out how many CPU seconds it took.
process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write(`\nCPU ${(userCPUTime + systemCPUTime) / 1e6}\n`);
});
