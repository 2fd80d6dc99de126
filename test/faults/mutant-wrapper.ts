import type { Module, Port } from '../../generator/index.ts';

/** File in the simulator's working directory that says which mutation is active; 0 is none. */
export const SELECTION = 'active mutation';

/**
 * A module with the original's name and ports around the one that carries all mutations. The name
 * of the selection has a space, so that it is no part of what a cached build is identified by.
 */
export function simulationWrapper(module: Module, controlBits: number): string {
  return `${head(module.name, module.ports)}
  logic [${controlBits - 1}:0] mutant;
  integer file, found;

  initial begin
    file = $fopen("${SELECTION}", "r");
    found = $fscanf(file, "%d", mutant);
    $fclose(file);
    if (found != 1) $fatal(1, "no mutation is selected");
  end

  ${mutatedName(module)} u_mutated (
${connections(module, controlBits)}
  );
endmodule
`;
}

/** The same under another name, with one mutation that is always active. */
export function fixedWrapper(
  name: string,
  { module, controlBits }: { readonly module: Module; readonly controlBits: number },
  index: number,
): string {
  return `${head(name, module.ports)}
  wire [${controlBits - 1}:0] mutant = ${controlBits}'d${index};

  ${mutatedName(module)} u_mutated (
${connections(module, controlBits)}
  );
endmodule
`;
}

/** Name of the module that carries the mutations. */
export function mutatedName({ name }: Module): string {
  return `${name}_mutated`;
}

function head(name: string, ports: readonly Port[]): string {
  const declared = ports.map(
    (port) => `  ${port.direction} logic [${port.width - 1}:0] ${port.name}`,
  );
  return `module ${name} (\n${declared.join(',\n')}\n);`;
}

/** The netlist has its ports bit by bit: port_0, port_1, ... where there is more than one. */
function connections({ ports }: Module, controlBits: number): string {
  return [...ports, { name: 'mutant', width: controlBits }]
    .flatMap(({ name, width }) =>
      width === 1
        ? [`    .${name}(${name})`]
        : Array.from({ length: width }, (_, bit) => `    .${name}_${bit}(${name}[${bit}])`),
    )
    .join(',\n');
}
