import { posix } from 'node:path';
import { presentMinute } from './present-minute.ts';
import { readSettings } from './read-settings.ts';
import { readDeclared } from './read-state.ts';
import { noHistory } from './standalone.ts';
import { refuseUnreadableSchema, whatIsWanted, type Intake, type Source } from './take-in.ts';

/**
 * A file of TypeScript outside any project, as a schema without a history. Its imports are followed as in a project.
 * @throws Problem if it is no TypeScript, or the settings in package.json beside it are wrong.
 */
export function takeInSchemaAlone(file: string, source: Source): Intake {
  const { here, texts, resolve, memory } = source;
  const standing = { ...here, folder: posix.dirname(file) === '.' ? '' : posix.dirname(file) };
  const found = readSettings(texts, standing, undefined, resolve);
  const schemaFiles = [file];
  const { unreadable, schemaRead, ...state } = readDeclared(texts, { schemaFiles, casing: null, layout: 'none' }, resolve, memory);
  refuseUnreadableSchema(unreadable, texts, standing);
  const { postgres, runner } = found.settings;
  return {
    facts: {
      ...state, history: noHistory, judged: [], grouping: 'oneByOne', base: null, tagsAtBase: null, now: source.now ?? presentMinute(),
      postgres, runner, casing: null, schemaFiles, folder: standing.folder === '' ? '' : `${standing.folder}/`,
    },
    settings: found.settings, location: null, schemaRead, scope: 'a schema outside a project', notes: [], statistics: null,
    ...whatIsWanted({ ...source, standing, paths: [file], found }, {}),
  };
}
