/** What `doctor` says of one external tool. */
export interface ToolStatus {
  /** Name for people, e.g. "Verilator". */
  readonly name: string;
  /** Program or file that was looked for. */
  readonly command: string;
  readonly found: boolean;
  /** Version as the tool prints it; null where it is missing. */
  readonly version: string | null;
  readonly neededFor: 'everything' | 'verify' | 'synth';
  /** Missing optional tools only make things slower. */
  readonly optional: boolean;
  /** How to get it. */
  readonly hint: string;
}
