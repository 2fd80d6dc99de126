import { Failure } from '../system/failure.ts';

/** Options as the command line hands them over: texts, not yet checked. */
export interface JsonOption {
  readonly json?: boolean;
}
export type GenerateOptions = JsonOption & {
  readonly output?: string;
  readonly plan?: string;
  readonly writeConfig?: string;
};
export type VerifyOptions = JsonOption &
  LayerOptions & {
    readonly rtl?: string;
    readonly seed?: string;
    readonly timeout?: string;
  };
/** What the PE is put through besides the usual checks. */
export interface LayerOptions {
  readonly weights?: string;
  readonly activations?: string;
  readonly axis?: string;
  readonly rounding?: string;
}
export type SynthOptions = JsonOption & {
  readonly liberty?: string;
  readonly yosys?: string;
  readonly effort?: string;
  readonly clock?: string;
  readonly fpga?: string;
  readonly timeout?: string;
};
export type WidthsOptions = JsonOption & {
  readonly config?: string;
  readonly format?: string;
  readonly activation?: string;
  readonly fraction?: string;
  readonly converter?: string;
  readonly align?: string;
  readonly oneSided?: boolean;
  readonly start?: string;
  readonly tile?: string;
  readonly axis?: string;
  readonly fits?: string;
  readonly attain?: string;
};
export type FitOptions = JsonOption & {
  readonly n?: string;
  readonly rounding?: string;
  readonly es?: string;
  readonly rs?: string;
  readonly axis?: string;
  readonly out?: string;
};
export type QuantizeOptions = JsonOption & {
  readonly calib: string;
  readonly shape?: string;
  readonly limit?: string;
  readonly plan?: string;
  readonly config?: string;
  readonly chooser?: string;
  readonly objective?: string;
  readonly bits?: string;
  readonly widths?: string;
  readonly seed?: string;
  readonly channelScales?: boolean;
  readonly biasCorrection?: boolean;
  readonly errorFeedback?: boolean;
  readonly tileBits?: string;
  readonly sumBits?: string;
  readonly cost?: string;
  readonly set?: readonly string[];
  readonly threads?: string;
  readonly fresh?: boolean;
  readonly html?: string;
  readonly timeout?: string;
};
export type StudyCommandOptions = JsonOption & {
  readonly threads?: string;
  readonly fresh?: boolean;
  readonly html?: string;
  readonly timeout?: string;
};
export type InferOptions = JsonOption & {
  readonly inputs: string;
  readonly shape?: string;
  readonly labels?: string;
  readonly on?: string;
  readonly config?: string;
  readonly plan?: string;
  readonly writePlan?: string;
  readonly bits?: string;
  readonly calibrate?: string;
  readonly limit?: string;
  readonly batch?: string;
  readonly outputs?: string;
  readonly html?: string;
  readonly rtl?: string;
  readonly timeout?: string;
};
/** Options of both commands that compare designs. */
export type SweepOptions = JsonOption & {
  readonly library?: readonly string[];
  readonly clock?: string;
  readonly html?: string;
  readonly timeout?: string;
};
export type CompareOptions = SweepOptions & {
  readonly designs?: string;
  readonly plan?: readonly string[];
};
export type RunOptions = Pick<VerifyOptions, 'seed' | 'timeout'> &
  SynthOptions &
  Pick<GenerateOptions, 'output'>;

/** A whole number from the command line. Throws Failure (usage). */
export function integerOption(
  name: string,
  text: string | undefined,
  range: { readonly min: number; readonly max: number },
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  const digits = range.min < 0 ? /^-?\d+$/ : /^\d+$/;
  if (digits.test(text) && value >= range.min && value <= range.max) return value;
  throw new Failure(
    'usage',
    `${name} must be an integer from ${range.min} to ${range.max}, not "${text}"`,
  );
}

/** A decimal number from the command line. Throws Failure (usage). */
export function numberOption(
  name: string,
  text: string | undefined,
  { min, max, unit }: { readonly min: number; readonly max: number; readonly unit: string },
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value >= min && value <= max) return value;
  throw new Failure(
    'usage',
    `${name} must be a number of ${unit} from ${min} to ${max}, not "${text}"`,
  );
}

/** One of a few words from the command line. Throws Failure (usage) that names them all. */
export function choiceOption<T extends string>(
  name: string,
  text: string | undefined,
  choices: readonly T[],
): T | undefined {
  if (text === undefined) return undefined;
  const choice = choices.find((one) => one === text);
  if (choice !== undefined) return choice;
  const list = `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
  throw new Failure('usage', `${name} must be ${list}, not "${text}"`);
}
