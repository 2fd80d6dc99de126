/** Takes the noise of binary sums away: six decimals, as Yosys prints areas. */
export function roundFigure(value: number): number {
  return Number(value.toFixed(6));
}
