import pc from 'picocolors';

/** Meanings of colour in reports. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly strong: (text: string) => string;
}

/** Colours on a terminal that has them, plain text elsewhere (NO_COLOR is honoured). */
export function paintFor(stream: { readonly isTTY?: boolean }): Paint {
  const { green, red, dim, bold } = pc.createColors(stream.isTTY === true && pc.isColorSupported);
  return { good: green, bad: red, dim, strong: bold };
}
