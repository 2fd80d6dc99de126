const NARROW = /[ijlI.,:;|'!·()[\]/ ]/;
const WIDE = /[mwMW<>+=@%≥≤]/;
const UPPER = /[A-Z]/;

/**
 * Pixels of a text, without a browser to ask: those of a font as wide as interfaces have it, so that
 * others leave a gap rather than run over.
 */
export function textWidth(text: string, fontSize: number): number {
  const ems = [...text].reduce((sum, letter) => sum + letterWidth(letter), 0);
  return ems * fontSize;
}

/** In em. */
function letterWidth(letter: string): number {
  if (NARROW.test(letter)) return 0.36;
  if (WIDE.test(letter)) return 0.87;
  return UPPER.test(letter) ? 0.7 : 0.62;
}

/** So much of a text as there is room for; its start says most. */
export function fitted(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const letters = [...text];
  while (letters.length > 0 && textWidth(`${letters.join('')}…`, fontSize) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}
