import type { Module, SourceFile } from './design.ts';

/** What FuseSoC has to know of a design. */
interface Packaged {
  readonly config: { readonly name: string };
  readonly modules: readonly Module[];
  readonly sources: readonly SourceFile[];
}

/** The top of a design: what everything else is below of, or the PE of a single one. */
const TOP_ROLES: readonly Module['role'][] = ['top', 'array', 'pe'];

/** A FuseSoC core file (CAPI2): the RTL in order, and a target that lints it. */
export function coreFile({ config, modules, sources }: Packaged): SourceFile {
  const { name } = config;
  const tops = TOP_ROLES.map((role) => modules.find((module) => module.role === role));
  const top = tops.find((module) => module !== undefined)?.name ?? name;
  const text = `CAPI=2:

name: logposit:generated:${name}:0
description: Logarithmic Posit hardware of the config ${name}

filesets:
  rtl:
    files:
${sources.map(({ path }) => `      - ${path}\n`).join('')}    file_type: systemVerilogSource

targets:
  default: &default
    filesets: [rtl]
    toplevel: ${top}

  lint:
    <<: *default
    description: Verilator without a warning
    default_tool: verilator
    tools:
      verilator:
        mode: lint-only
        verilator_options: [-Wall]
`;
  return { path: `${name}.core`, text };
}
