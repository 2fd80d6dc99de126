import { CommanderError } from 'commander';
import { FormatError } from '../golden/format.ts';
import { errorCode, Failure, ioFailure } from '../system/failure.ts';

const USAGE = 2;
const UNEXPECTED = 3;

/** Writes the one line of an error to stderr and returns the exit code. */
export function reportError(error: unknown, { debug }: { readonly debug: boolean }): number {
  const { line, code } = describeError(error);
  if (line !== '') process.stderr.write(`logposit: ${line}\n`);
  if (debug) process.stderr.write(`${debugText(error)}\n`);
  return code;
}

function describeError(error: unknown): { line: string; code: number } {
  if (error instanceof Failure) {
    const hint = error.hint ? ` (${error.hint})` : '';
    return { line: oneLine(`${error.message}${hint}`), code: error.exitCode };
  }
  if (error instanceof CommanderError) {
    const shown = error.code === 'commander.helpDisplayed' || error.code === 'commander.version';
    if (shown || error.code === 'commander.help')
      return { line: '', code: error.exitCode && USAGE };
    return { line: oneLine(error.message.replace(/^error: /, '')), code: USAGE };
  }
  if (error instanceof FormatError) return { line: `format: ${error.message}`, code: USAGE };
  if (errorCode(error) !== '') return describeError(ioFailure(error, 'use', pathOf(error)));
  const text = error instanceof Error ? error.message : String(error);
  return { line: oneLine(`unexpected: ${text} (--debug shows where)`), code: UNEXPECTED };
}

function pathOf(error: unknown): string {
  return error instanceof Error && 'path' in error ? String(error.path) : 'a file';
}

/** Names in a file may be of any length and hold whatever moves a terminal's cursor. */
const LONGEST = 4000;

function oneLine(text: string): string {
  const line = text.slice(0, 2 * LONGEST).replace(/\s*\n\s*/g, ' ');
  const safe = line.trim().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
  return safe.length <= LONGEST ? safe : `${safe.slice(0, LONGEST)} ...`;
}

function escaped(letter: string): string {
  return `\\u${(letter.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

function debugText(error: unknown): string {
  if (error instanceof Failure && error.detail) return `${error.detail}\n${error.stack}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
