import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Module, Port } from '../../generator/design.ts';
import type { SynthDesign } from '../../synth/index.ts';
import { Failure } from '../../system/failure.ts';

const HERE = dirname(fileURLToPath(import.meta.url));

export const FIXTURES = join(HERE, 'fixtures');
export const MAC = join(FIXTURES, 'mac');
export const TINY = join(FIXTURES, 'tiny.lib');
export const OSU018 = '/usr/share/qflow/tech/osu018/osu018_stdcells.lib';

/** A directory that is gone after the test. */
export async function scratch(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'logposit-test-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Sets a variable of the environment for the rest of the test. */
export function setVariable(name: string, value: string): void {
  const before = process.env[name];
  process.env[name] = value;
  onTestFinished(() => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  });
}

/** An empty cache and an empty temporary directory for the rest of the test. */
export async function freshCache(): Promise<{ cache: string; temporary: string }> {
  const directory = await scratch();
  const temporary = join(directory, 'tmp');
  await mkdir(temporary);
  setVariable('LOGPOSIT_CACHE', join(directory, 'cache'));
  setVariable('TMPDIR', temporary);
  return { cache: join(directory, 'cache'), temporary };
}

/** Puts shell scripts before, or in place of, the tools of the machine. */
export async function fakeTools(
  scripts: Readonly<Record<string, string>>,
  { keepPath = true }: { keepPath?: boolean } = {},
): Promise<string> {
  const directory = await scratch();
  for (const [name, body] of Object.entries(scripts)) {
    const path = join(directory, name);
    await writeFile(path, `#!/bin/sh\n${body}\n`);
    await chmod(path, 0o755);
  }
  setVariable('PATH', keepPath ? `${directory}:${process.env.PATH}` : directory);
  return directory;
}

/** Body of a fake Yosys that answers -V and then runs `body`. */
export function fakeYosys(body: string): string {
  return `[ "$1" = -V ] && { echo 'Yosys 0.23 (fake)'; exit 0; }\n${body}`;
}

/** Body of a fake OpenSTA that answers -version and then runs `body`. */
export function fakeSta(body: string): string {
  return `[ "$1" = -version ] && { echo 2.0.17; exit 0; }\n${body}`;
}

/** The Failure that a promise ends with. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const outcome = await promise.then(
    () => 'no failure',
    (error: unknown) => error,
  );
  if (outcome instanceof Failure) return outcome;
  throw new Error(`expected a Failure, got ${String(outcome)}`);
}

export function port(direction: 'input' | 'output', name: string, width = 1, signed = false): Port {
  return { name, direction, width, signed, meaning: name };
}

export function describeModule(name: string, role: Module['role'], ports: readonly Port[]): Module {
  const clocked = ports.some((one) => one.name === 'clk_i');
  return { name, file: `${name}.sv`, role, latency: clocked ? 1 : 0, ports };
}

/** The design in fixtures/mac, under any name. */
export function macDesign(name = 'fx'): SynthDesign {
  return {
    config: { name },
    modules: [
      describeModule(`${name}_decoder`, 'decoder', [
        port('input', 'code_i', 4),
        port('output', 'zero_o'),
        port('output', 'nar_o'),
        port('output', 'sign_o'),
        port('output', 'log_o', 4, true),
      ]),
      describeModule(`${name}_pe`, 'pe', [
        port('input', 'clk_i'),
        port('input', 'rst_ni'),
        port('input', 'en_i'),
        port('input', 'first_i'),
        port('input', 'start_i', 12, true),
        port('input', 'weight_i', 4),
        port('input', 'act_i', 4),
        port('output', 'acc_o', 12, true),
        port('output', 'nar_o'),
      ]),
      describeModule(`${name}_encoder`, 'encoder', [
        port('input', 'acc_i', 12, true),
        port('input', 'nar_i'),
        port('output', 'code_o', 4),
      ]),
    ],
  };
}

/** A copy of fixtures/mac with another config name. */
export async function renamedMac(name: string): Promise<string> {
  const directory = await scratch();
  for (const file of await readdir(MAC)) {
    const text = await readFile(join(MAC, file), 'utf8');
    await writeFile(
      join(directory, file.replace(/^fx/, name)),
      text.replace(/\bfx_/g, `${name}_`).replace(/^\/\/ /gm, '//  '),
    );
  }
  return directory;
}

/** A design of one module in one file, `text` naming it `one_pe`. */
export async function oneModule(
  text: string,
  ports: readonly Port[],
): Promise<{ design: SynthDesign; directory: string }> {
  const directory = await scratch();
  await writeFile(join(directory, 'one.f'), 'one_pe.sv\n');
  await writeFile(join(directory, 'one_pe.sv'), text);
  return {
    design: { config: { name: 'one' }, modules: [describeModule('one_pe', 'pe', ports)] },
    directory,
  };
}
