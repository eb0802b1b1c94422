import { diskSource, rulesFor } from '../intake/take-in.ts';
import { workingFolder } from '../project/root.ts';
import type { Rule } from '../rule/rule.ts';
import type { SettingsFlags } from './project-flags.ts';

/** Every rule there is for the project in a folder, which need not be one. @throws Problem for settings that cannot be read. */
export function rulesAt({ cwd: folder, config }: SettingsFlags): readonly Rule[] {
  const cwd = workingFolder(folder);
  return rulesFor({ cwd, paths: [], scope: { kind: 'all' }, ...(config === undefined ? {} : { config }) }, diskSource(cwd));
}
