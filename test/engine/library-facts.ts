import type { ProjectFacts, ProjectState } from '../../src/engine/facts.ts';
import { readState, freshMemory } from '../../src/intake/read-state.ts';
import type { SampleMigration } from '../../src/rule/example.ts';
import { historyFiles, memoryTexts } from '../kit/sample-project.ts';

/** A project of one schema file and some migrations, in memory. */
export function stateOf(migrations: Readonly<Record<string, SampleMigration>>, schema?: string): ProjectState {
  const texts = memoryTexts({ ...historyFiles(migrations), ...(schema === undefined ? {} : { 'src/schema.ts': schema }) });
  const schemaFiles = schema === undefined ? [] : ['src/schema.ts'];
  return readState(texts, { schemaFiles, out: 'drizzle', casing: null }, () => null, freshMemory());
}

/** The whole of it judged, every migration as a deploy of its own, unless something else is said. */
export function factsOf(state: ProjectState, facts: Partial<ProjectFacts> = {}): ProjectFacts {
  return {
    ...state, judged: state.history.migrations, grouping: 'oneByOne', base: null, tagsAtBase: null, now: Date.UTC(2026, 0, 5, 9),
    postgres: 14, runner: 'drizzle', casing: null, schemaFiles: [], folder: '', ...facts,
  };
}
