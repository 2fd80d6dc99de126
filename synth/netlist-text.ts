/** An instance in a netlist that Yosys wrote: its type and, pin by pin, what it is connected to. */
export interface NetlistInstance {
  readonly type: string;
  readonly text: string;
  readonly connections: ReadonlyMap<string, string>;
}

const INSTANCE = /^ {2}(\\?\S+) (\S+ +)\((?:\n {4}.*)*\n {2}\);\n/gm;
const CONNECTION = /^ {4}\.(\S+?) ?\((.*)\),?$/gm;

/** The netlist with other text in place of its instances. */
export function mapInstances(
  netlist: string,
  change: (instance: NetlistInstance) => string,
): string {
  return netlist.replace(INSTANCE, (text: string, type: string) =>
    change({ type, text, connections: connectionsOf(text) }),
  );
}

/** Instances in their order. */
export function instancesOf(netlist: string): NetlistInstance[] {
  return [...netlist.matchAll(INSTANCE)].map(([text, type = '']) => ({
    type,
    text,
    connections: connectionsOf(text),
  }));
}

function connectionsOf(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(CONNECTION)].map(([, pin = '', net = '']) => [pin, net] as const),
  );
}
