import { readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import {
  type Described,
  describeFault,
  faultFailure,
  type OptionSchema,
} from '../generator/index.ts';
import { errorCode, Failure, ioFailure } from '../system/failure.ts';
import { parseJsonText } from '../system/json-text.ts';
import { studyFaults } from './faults.ts';
import { type Study, type StudyNetwork, studySchema } from './schema.ts';

/** Reads a study; its paths are then ready to be read. Throws Failure (input) that names line and option, or (io). */
export async function readStudy(path: string): Promise<Study> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const failure = ioFailure(error, 'read', path);
    if (!['ENOENT', 'EISDIR', 'ENOTDIR'].includes(errorCode(error))) throw failure;
    throw new Failure('input', failure.message, 'docs/study.md says what a study file holds');
  }
  const { networks, runs } = parseStudy(text, basename(path));
  return { networks: networks.map((network) => located(network, dirname(path))), runs };
}

/** Checks the text of a study by itself; `file` is its name in messages. Throws Failure (input). */
export function parseStudy(text: string, file: string): Study {
  return parseJsonText(text, { file, what: 'a study' }, (json) => {
    const result = studySchema.safeParse(json.value);
    if (!result.success) {
      const faults = result.error.issues.map((issue) =>
        describeFault(issue, json.value, DESCRIBED),
      );
      throw faultFailure(faults, json, file);
    }
    const faults = [...studyFaults(result.data)];
    if (faults.length > 0) throw faultFailure(faults, json, file);
    return result.data;
  });
}

const SCHEMA = z.toJSONSchema(studySchema, { io: 'input', reused: 'inline' }) as OptionSchema;

const DESCRIBED: Described = {
  optionAt: (path) =>
    path.reduce<OptionSchema | undefined>(
      (inner, key) => (typeof key === 'number' ? inner?.items : inner?.properties?.[String(key)]),
      SCHEMA,
    ),
  nameOf: (path) => (path.length === 0 ? 'the study' : path.map(String).join('.')),
};

/** Paths are relative to the study. */
function located(network: StudyNetwork, directory: string): StudyNetwork {
  const at = (path: string) => (isAbsolute(path) ? path : join(directory, path));
  const { calib, judge, config } = network;
  return {
    ...network,
    model: at(network.model),
    calib: { ...calib, ...(calib.inputs === undefined ? {} : { inputs: at(calib.inputs) }) },
    judge: {
      ...judge,
      ...(judge.inputs === undefined ? {} : { inputs: at(judge.inputs) }),
      ...(judge.labels === undefined ? {} : { labels: at(judge.labels) }),
    },
    ...(config === undefined ? {} : { config: at(config) }),
  };
}

/** Files that a study reads. */
export function studyFiles({ networks }: Study): string[] {
  return networks.flatMap(({ model, calib, judge, config }) =>
    [model, calib.inputs, judge.inputs, judge.labels, config].filter((path) => path !== undefined),
  );
}
