import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { design, writeDesign } from '../../generator/index.ts';
import { familyConfigs, variedConfigs } from '../support/varied-configs.ts';

const scratch = mkdtempSync(join(tmpdir(), 'logposit-tools-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Everything a tool prints on both streams; a tool that does not start fails the test. */
function output(directory: string, command: string, ...args: string[]): string {
  const { error, stdout, stderr } = spawnSync(command, args, { cwd: directory, encoding: 'utf8' });
  if (error) throw error;
  return `${stdout}${stderr}`;
}

for (const config of [...variedConfigs(), ...familyConfigs()]) {
  test(`${config.name}: Verilator, Icarus and Yosys accept every module without a word`, async () => {
    const emitted = design(config);
    const directory = join(scratch, config.name);
    await writeDesign(emitted, directory);
    const list = `${config.name}.f`;

    for (const { name } of emitted.modules) {
      const lint = ['--lint-only', '-Wall', '--top-module', name, '-f', list];
      expect(output(directory, 'verilator', ...lint), name).toBe('');

      const icarus = output(
        directory,
        'iverilog',
        '-g2012',
        '-Wall',
        '-o',
        '/dev/null',
        '-s',
        name,
        '-c',
        list,
      );
      const notes = icarus.split('\n').filter((line) => line !== '' && !isUniqueNote(line));
      expect(notes, name).toEqual([]);
    }
    const files = emitted.sources.map(({ path }) => path).join(' ');
    const script = `read_verilog -sv ${files}; hierarchy -check; proc; check -assert`;
    expect(output(directory, 'yosys', '-q', '-p', script)).toBe('');
  });
}

function isUniqueNote(line: string): boolean {
  return line.endsWith('vvp.tgt sorry: Case unique/unique0 qualities are ignored.');
}
