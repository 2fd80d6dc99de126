import { spawnSync } from 'node:child_process';

/** What Verilator and Icarus say of a module of a filelist; nothing but Icarus's note on `unique` is expected. */
export function moduleComplaints(directory: string, module: string, filelist: string): string[] {
  const lint = ['--lint-only', '-Wall', '--top-module', module, '-f', filelist];
  const verilator = output(directory, 'verilator', ...lint);
  const compile = ['-g2012', '-Wall', '-o', '/dev/null', '-s', module, '-c', filelist];
  const icarus = output(directory, 'iverilog', ...compile);
  return [...linesOf(verilator), ...linesOf(icarus).filter((line) => !isUniqueNote(line))];
}

/** What Yosys says of the files together. */
export function yosysComplaints(directory: string, files: readonly string[]): string[] {
  const script = `read_verilog -sv ${files.join(' ')}; hierarchy -check; proc; check -assert`;
  return linesOf(output(directory, 'yosys', '-q', '-p', script));
}

/** Everything a tool prints on both streams; a tool that does not start fails the test. */
function output(directory: string, command: string, ...args: string[]): string {
  const { error, stdout, stderr } = spawnSync(command, args, { cwd: directory, encoding: 'utf8' });
  if (error) throw error;
  return `${stdout}${stderr}`;
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

function isUniqueNote(line: string): boolean {
  return line.endsWith('vvp.tgt sorry: Case unique/unique0 qualities are ignored.');
}
