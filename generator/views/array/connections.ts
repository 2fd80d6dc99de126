/** Aligned connections of an instance by port; a signal with the port's name is left out. */
export function connections(ports: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(ports);
  const width = Math.max(...entries.map(([port, signal]) => (signal === port ? 0 : port.length)));
  return entries.map(([port, signal], index) => {
    const comma = index === entries.length - 1 ? '' : ',';
    return signal === port ? `.${port}${comma}` : `.${port.padEnd(width)}(${signal})${comma}`;
  });
}
